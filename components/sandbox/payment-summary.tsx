import { formatMoney } from '#lib/money.ts';
import type { PaymentFacts } from '#lib/sandbox-gateway/page-contract.ts';

/** Who is paid, how much, for which order. */
export function PaymentSummary({ payment, heading }: { payment: PaymentFacts; heading: string }) {
  return (
    <header>
      <h1 className="font-semibold text-quiet">{heading}</h1>
      <p className="mt-1 font-semibold text-4xl tabular-nums">
        <bdi>{formatMoney(payment.amount, 'en')}</bdi>
      </p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-quiet">To</dt>
        <dd className="wrap-anywhere font-medium">
          <bdi>{payment.shopName}</bdi>
        </dd>
        <dt className="text-quiet">Order</dt>
        <dd className="wrap-anywhere font-medium">
          <bdi>{payment.shopOrderId}</bdi>
        </dd>
      </dl>
    </header>
  );
}
