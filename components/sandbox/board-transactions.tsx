import { formatMoney, type Money } from '#lib/money.ts';
import type { BoardCallback, BoardTransaction, SandboxBoard } from '#lib/sandbox-gateway/board-contract.ts';
import { Press, Sheet } from './parts.tsx';

type Shown = { transaction: BoardTransaction; view: string };

/** The payments a tester decides as the bank. */
export function Undecided({ transactions, view }: { transactions: BoardTransaction[]; view: string }) {
  return (
    <Sheet>
      <h2 className="font-semibold">Waiting for the bank</h2>
      {transactions.length === 0 ? (
        <p className="mt-1 text-quiet text-sm">
          No payment waits for a decision. “Leave pending” or “Decide later” on a payment’s page brings one here, and so does the fault “Late success”.
        </p>
      ) : (
        <>
          <p className="mt-1 text-quiet text-sm">Play the bank: the shop is told by a notification. Newest first, at most 20.</p>
          <ul className="mt-3 divide-y divide-hairline">
            {transactions.map((transaction) => (
              <li key={transaction.id} className="py-4 last:pb-0">
                <Heading transaction={transaction} />
                <Decide transaction={transaction} view={view} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

/** Every transaction of the account, newest first, a page at a time. */
export function BoardTransactions({ board }: { board: SandboxBoard }) {
  const { transactions, undecided, find, view, isNewest, older } = board;
  const finding = find === '' ? {} : { find };
  return (
    <Sheet>
      <h2 className="font-semibold">Transactions</h2>
      <form method="get" action="/sandbox" className="mt-3 flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <label htmlFor="find" className="mb-1.5 block font-medium text-sm">
            Order
          </label>
          <input
            id="find"
            name="find"
            defaultValue={find}
            maxLength={100}
            autoComplete="off"
            className="min-h-12 w-full rounded-xl border border-edge bg-surface px-4 text-base"
          />
        </div>
        <button type="submit" className="min-h-12 shrink-0 cursor-pointer rounded-xl border border-edge bg-surface px-5 font-semibold hover:border-accent">
          Find
        </button>
      </form>
      {transactions.length === 0 && <p className="mt-4 text-quiet text-sm">{find === '' && isNewest ? 'There is none yet.' : 'There is none like that.'}</p>}
      <ul className="mt-3 divide-y divide-hairline">
        {transactions.map((transaction) => (
          <li key={transaction.id} className="py-4 last:pb-0">
            <Transaction transaction={transaction} view={view} isDecidedAbove={undecided.some(({ id }) => id === transaction.id)} />
          </li>
        ))}
      </ul>
      <p className="mt-4 flex flex-wrap gap-x-6">
        {(!isNewest || find !== '') && <TextLink href="/sandbox">All, newest first</TextLink>}
        {older !== undefined && <TextLink href={`/sandbox?${new URLSearchParams({ ...finding, before: older })}`}>Older</TextLink>}
      </p>
    </Sheet>
  );
}

const TextLink = ({ href, children }: { href: string; children: string }) => (
  <a href={href} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
    {children}
  </a>
);

function Transaction({ transaction, view, isDecidedAbove }: Shown & { isDecidedAbove: boolean }) {
  const { shopOrderId, reserved, captured, refunded, chargedBack, isUndecided, canChargeBack, callbacks } = transaction;
  const forOrder = new URLSearchParams(view);
  forOrder.set('order', shopOrderId);
  return (
    <article aria-label={`Order ${shopOrderId}`}>
      <Heading transaction={transaction} />
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Amount name="Reserved" of={reserved} />
        <Amount name="Captured" of={captured} />
        <Amount name="Refunded" of={refunded} />
        {chargedBack && <Amount name="Charged back" of={chargedBack} />}
      </dl>
      {callbacks.length > 0 && <Callbacks callbacks={callbacks} />}
      {isUndecided && !isDecidedAbove && <Decide transaction={transaction} view={view} />}
      {canChargeBack && <ChargeBack transaction={transaction} view={view} />}
      <a href={`/sandbox?${forOrder}#switch-on`} className="inline-flex min-h-11 items-center text-accent text-sm underline underline-offset-4">
        Faults for this order<span className="sr-only"> {shopOrderId}</span>
      </a>
    </article>
  );
}

/** Colours say no more than the words. */
const lookOf = ({ isUndecided, reserved, captured }: BoardTransaction): string => {
  if (isUndecided) return 'bg-warn-soft text-warn';
  return reserved.minor + captured.minor > 0n ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad';
};

function Heading({ transaction }: Pick<Shown, 'transaction'>) {
  const { amount, shopOrderId, terminal, maskedCard, createdAt, status, meaning } = transaction;
  const at = createdAt.toISOString();
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold text-xl tabular-nums">
          <bdi>{formatMoney(amount, 'en')}</bdi>
        </h3>
        <p className={`rounded-full px-3 py-1 font-semibold text-sm ${lookOf(transaction)}`}>{meaning}</p>
      </div>
      <p className="wrap-anywhere mt-1 text-sm">
        Order <bdi>{shopOrderId}</bdi>
      </p>
      <p className="wrap-anywhere text-quiet text-sm">
        {terminal}
        {maskedCard !== undefined && <span className="font-mono"> {maskedCard}</span>}, <code>{status}</code>, <time dateTime={at}>{instant(at)}</time>
      </p>
    </>
  );
}

const instant = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;

const Amount = ({ name, of }: { name: string; of: Money }) => (
  <div className="flex gap-2">
    <dt className="text-quiet">{name}</dt>
    <dd className="tabular-nums">
      <bdi>{formatMoney(of, 'en')}</bdi>
    </dd>
  </div>
);

function Callbacks({ callbacks }: { callbacks: BoardCallback[] }) {
  return (
    <details className="mt-2 text-sm">
      <summary className="min-h-6 cursor-pointer py-1 text-quiet">
        {callbacks.length} {callbacks.length === 1 ? 'callback' : 'callbacks'}
      </summary>
      <ol className="mt-1 space-y-2">
        {callbacks.map(({ id, kind, sentAt, answer, faults }) => (
          <li key={id} className="wrap-anywhere">
            <span className="font-medium font-mono">{kind}</span>{' '}
            <time dateTime={sentAt.toISOString()} className="text-quiet">
              {sentAt.toISOString().slice(11, 19)}
            </time>{' '}
            answered: <bdi>{answer}</bdi>
            {faults.length > 0 && <span className="block text-warn">With a fault: {faults.join(', ')}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The buttons name their order for those who hear them one by one. */
const ForOrder = ({ transaction }: Pick<Shown, 'transaction'>) => <span className="sr-only">&nbsp;order {transaction.shopOrderId}</span>;

function Decide({ transaction, view }: Shown) {
  return (
    <form method="post" action="/sandbox/board/decide" className="mt-3 grid grid-cols-2 gap-3">
      <input type="hidden" name="transaction" value={transaction.id} />
      <input type="hidden" name="view" value={view} />
      <Press decision="approve">
        Approve
        <ForOrder transaction={transaction} />
      </Press>
      <Press decision="decline" look="plain">
        Decline
        <ForOrder transaction={transaction} />
      </Press>
    </form>
  );
}

function ChargeBack({ transaction, view }: Shown) {
  return (
    <form method="post" action="/sandbox/board/decide" className="mt-3">
      <input type="hidden" name="transaction" value={transaction.id} />
      <input type="hidden" name="view" value={view} />
      <Press decision="chargeback" look="plain">
        Charge back
        <ForOrder transaction={transaction} />
      </Press>
    </form>
  );
}
