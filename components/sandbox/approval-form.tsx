import type { PaymentFacts } from '#lib/sandbox-gateway/page-contract.ts';
import { Press, Sheet, VanishOption } from './parts.tsx';
import { PaymentSummary } from './payment-summary.tsx';

const words = {
  wallet: {
    heading: 'Approve in the MobilePay app',
    detail: 'On a real phone the app would open now. Here you press what you would press there.',
    approve: 'Approve in the app',
    later: 'Leave pending',
    cancel: 'Cancel in the app',
  },
  bank: {
    heading: 'Pay from your bank account',
    detail: 'A real bank would ask you to sign in. Here one press signs in and accepts.',
    approve: 'Sign in and accept',
    later: 'Decide later',
    cancel: 'Cancel',
  },
} as const;

/** The wallet's and the bank's page: accept, leave it open, or turn away. */
export function ApprovalForm({ payment, kind }: { payment: PaymentFacts; kind: 'wallet' | 'bank' }) {
  const { heading, detail, approve, later, cancel } = words[kind];
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading={heading} />
      </Sheet>
      <Sheet>
        <form method="post" action="/sandbox/eCommerce/API/pay" className="space-y-3">
          <input type="hidden" name="pid" value={payment.pid} />
          <p className="mb-4 text-quiet">{detail}</p>
          <Press decision="approve">{approve}</Press>
          <Press decision="later" look="plain">
            {later}
          </Press>
          <Press decision="cancel" look="plain">
            {cancel}
          </Press>
          <VanishOption />
        </form>
      </Sheet>
    </>
  );
}
