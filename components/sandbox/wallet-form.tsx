import { formatMoney } from '#lib/money.ts';
import { Press, Sheet, VanishOption } from './parts.tsx';
import { type FormPageOf, PayForm } from './pay-form.tsx';
import { PaymentSummary } from './payment-summary.tsx';

/** The wallet app on the customer's phone: who asks for how much, and what one can press there. */
export function WalletForm({ payment }: { payment: FormPageOf<'wallet'> }) {
  const { method, shopName } = payment;
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading={`Approve in the ${method} app`} />
      </Sheet>
      <section className="overflow-hidden rounded-2xl border border-edge bg-surface">
        <p className="bg-[#0f2f33] px-5 py-3 font-semibold text-white">
          {method} <span className="font-normal">test app</span>
        </p>
        <div className="space-y-4 p-5">
          <p>
            <bdi className="font-semibold">{shopName}</bdi> asks you to pay <bdi className="font-semibold">{formatMoney(payment.amount, 'en')}</bdi>.
          </p>
          <PayForm pid={payment.pid}>
            <Press decision="approve">Approve in the app</Press>
            <Press decision="reject" look="plain">
              Reject in the app
            </Press>
            <p className="pt-3 text-quiet text-sm">
              On a real phone the app would open by itself. It may also be that nobody looks at it, or that it takes its time:
            </p>
            <Press decision="lapse" look="plain">
              Let it lapse
            </Press>
            <Press decision="later" look="plain">
              Leave pending
            </Press>
            <Press decision="cancel" look="plain">
              Cancel and go back
            </Press>
            <VanishOption />
          </PayForm>
        </div>
      </section>
    </>
  );
}
