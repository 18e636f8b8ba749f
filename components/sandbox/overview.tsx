import { formatMoney } from '#lib/money.ts';
import type { PaymentFacts, SandboxOverview, TriggerAmount } from '#lib/sandbox-gateway/page-contract.ts';
import { Press, Sheet } from './parts.tsx';
import { SandboxFrame } from './sandbox-frame.tsx';
import { TestCardList } from './test-card-list.tsx';

/** What the sandbox is, what decides how a payment ends there, and the payments a tester decides as the bank. */
export function Overview({ overview }: { overview: SandboxOverview }) {
  return (
    <SandboxFrame title="Overview">
      <Sheet>
        <h1 className="font-semibold text-2xl">Try payments here</h1>
        <p className="mt-2 text-quiet">
          This sandbox plays the payment gateway and the bank, so that payments can be tried from the link to the receipt. It takes the test cards below only,
          keeps no card numbers, and exists in test mode only.
        </p>
      </Sheet>
      {overview.decided && <Decided payment={overview.decided} />}
      <Waiting payments={overview.waiting} />
      <TestCardList cards={overview.cards} />
      <TriggerAmounts amounts={overview.amounts} />
    </SandboxFrame>
  );
}

const decisions = { paid: 'was approved', declined: 'was declined', cancelled: 'was cancelled', pending: 'is not decided yet' } as const;

function Decided({ payment }: { payment: NonNullable<SandboxOverview['decided']> }) {
  return (
    <p role="status" className="wrap-anywhere rounded-2xl border border-hairline bg-surface px-5 py-4">
      The payment of <bdi>{formatMoney(payment.amount, 'en')}</bdi> for order <bdi>{payment.shopOrderId}</bdi> {decisions[payment.result]}.
    </p>
  );
}

function Waiting({ payments }: { payments: PaymentFacts[] }) {
  return (
    <Sheet>
      <h2 className="font-semibold">Waiting for the bank</h2>
      {payments.length === 0 ? (
        <p className="mt-1 text-quiet text-sm">No payment waits for a decision. “Leave pending” or “Decide later” on a payment’s page brings one here.</p>
      ) : (
        <>
          <p className="mt-1 text-quiet text-sm">Play the bank: the shop is told by a notification. Newest first, at most 20.</p>
          <ul className="mt-3 divide-y divide-hairline">
            {payments.map((payment) => (
              <li key={payment.pid} className="py-4 last:pb-0">
                <WaitingPayment payment={payment} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

/** The buttons name their order for those who hear them one by one. */
function WaitingPayment({ payment }: { payment: PaymentFacts }) {
  const order = <span className="sr-only">&nbsp;order {payment.shopOrderId}</span>;
  return (
    <form method="post" action="/sandbox/eCommerce/API/decide">
      <input type="hidden" name="pid" value={payment.pid} />
      <input type="hidden" name="back" value="overview" />
      <h3 className="font-semibold text-xl tabular-nums">
        <bdi>{formatMoney(payment.amount, 'en')}</bdi>
      </h3>
      <p className="wrap-anywhere mt-1 text-sm">
        <bdi>{payment.shopName}</bdi>
      </p>
      <p className="wrap-anywhere text-quiet text-sm">
        Order <bdi>{payment.shopOrderId}</bdi>
      </p>
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Press decision="approve">Approve{order}</Press>
        <Press decision="decline" look="plain">
          Decline{order}
        </Press>
      </div>
    </form>
  );
}

function TriggerAmounts({ amounts }: { amounts: readonly TriggerAmount[] }) {
  return (
    <Sheet>
      <h2 className="font-semibold">Amounts</h2>
      <p className="mt-1 text-quiet text-sm">These amounts decide what happens, in any currency with two decimals. Every other amount is approved.</p>
      <dl className="mt-3 divide-y divide-hairline text-sm">
        {amounts.map(({ amount, effect }) => (
          <div key={amount} className="flex gap-4 py-2">
            <dt className="w-12 shrink-0 text-right font-mono">{amount}</dt>
            <dd className="text-quiet">{effect}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
