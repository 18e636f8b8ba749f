import { formatMoney } from '#lib/money.ts';
import type { SandboxBoard } from '#lib/sandbox-gateway/board-contract.ts';
import type { TriggerAmount } from '#lib/sandbox-gateway/page-contract.ts';
import { BoardFaultForm } from './board-fault-form.tsx';
import { BoardFaults } from './board-faults.tsx';
import { BoardTransactions, Undecided } from './board-transactions.tsx';
import { Sheet } from './parts.tsx';
import { SandboxFrame } from './sandbox-frame.tsx';
import { TestCardList } from './test-card-list.tsx';

/** The sandbox's first page: what went through it, what a tester decides as the bank, and what goes wrong on purpose. */
export function Board({ board }: { board: SandboxBoard }) {
  return (
    <SandboxFrame title="Fault board" isWide>
      <Sheet>
        <h1 className="font-semibold text-2xl">Fault board</h1>
        <p className="mt-2 text-quiet">
          This sandbox plays the payment gateway and the bank of <bdi>{board.shopName}</bdi> (signed in as <bdi className="font-mono">{board.username}</bdi>).
          Decide what the bank says, and make things go wrong on purpose. It exists in test mode only.
        </p>
      </Sheet>
      {board.news && <News news={board.news} />}
      <div className="flex flex-col gap-4 lg:grid lg:grid-cols-[24rem_1fr] lg:grid-rows-[auto_1fr] lg:items-start">
        <div className="flex flex-col gap-4">
          <BoardFaults faults={board.faults} view={board.view} />
          <BoardFaultForm board={board} />
        </div>
        <div className="flex flex-col gap-4 lg:row-span-2">
          <Undecided transactions={board.undecided} view={board.view} />
          <BoardTransactions board={board} />
        </div>
        <div className="flex flex-col gap-4">
          <TestCardList cards={board.cards} />
          <TriggerAmounts amounts={board.amounts} />
        </div>
      </div>
    </SandboxFrame>
  );
}

function News({ news }: { news: NonNullable<SandboxBoard['news']> }) {
  return (
    <p id="news" role="status" className="wrap-anywhere rounded-2xl border border-hairline bg-surface px-5 py-4">
      {news.kind === 'payment' ? (
        <>
          The payment of <bdi>{formatMoney(news.payment.amount, 'en')}</bdi> for order <bdi>{news.payment.shopOrderId}</bdi> is now:{' '}
          {(news.payment.chargedBack ? 'Charged back' : news.payment.meaning).toLowerCase()}.
        </>
      ) : (
        `${news.fault} is ${news.kind}.`
      )}
    </p>
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
