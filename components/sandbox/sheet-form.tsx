import { formatMoney } from '#lib/money.ts';
import { Press, Sheet, VanishOption } from './parts.tsx';
import { type FormPageOf, PayForm } from './pay-form.tsx';
import { PaymentSummary } from './payment-summary.tsx';

/** The sheet that Apple Pay and Google Pay slide over a page: the card, the total, and the approval. */
export function SheetForm({ payment }: { payment: FormPageOf<'sheet'> }) {
  const { method, card, amount } = payment;
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading={`Pay with ${method}`} />
      </Sheet>
      <section className="mt-auto -mb-10 rounded-t-2xl border border-edge bg-surface p-5">
        <h2 className="font-semibold text-xl">{method}</h2>
        <dl className="my-4 divide-y divide-hairline border-hairline border-y text-sm">
          <div className="flex flex-wrap justify-between gap-x-4 py-2">
            <dt className="text-quiet">Test card</dt>
            <dd className="font-mono">{card}</dd>
          </div>
          <div className="flex flex-wrap justify-between gap-x-4 py-2">
            <dt className="text-quiet">Total</dt>
            <dd className="font-semibold">
              <bdi>{formatMoney(amount, 'en')}</bdi>
            </dd>
          </div>
        </dl>
        <PayForm pid={payment.pid}>
          <Press decision="approve">Approve with {method}</Press>
          <Press decision="decline" look="plain">
            Decline as the card’s bank
          </Press>
          <Press decision="cancel" look="plain">
            Cancel
          </Press>
          <VanishOption />
        </PayForm>
      </section>
    </>
  );
}
