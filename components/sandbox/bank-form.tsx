import { Press, Sheet, VanishOption } from './parts.tsx';
import { type FormPageOf, PayForm } from './pay-form.tsx';
import { PaymentSummary } from './payment-summary.tsx';

/** The bank's pages: sign in first, then accept the payment. */
export function BankForm({ payment }: { payment: FormPageOf<'bank'> }) {
  return (
    <>
      <Sheet>
        <PaymentSummary
          payment={payment}
          heading={payment.isSignedIn ? `Accept the payment with ${payment.method}` : `Sign in to pay with ${payment.method}`}
        />
      </Sheet>
      <Sheet>
        <PayForm pid={payment.pid}>{payment.isSignedIn ? <Accept /> : <SignIn />}</PayForm>
      </Sheet>
    </>
  );
}

function SignIn() {
  return (
    <>
      <h2 className="font-semibold">Test bank</h2>
      <p className="text-quiet">You are the bank’s only test customer. No user name and no password is asked.</p>
      <Press decision="sign_in">Sign in</Press>
      <Press decision="cancel" look="plain">
        Cancel
      </Press>
    </>
  );
}

function Accept() {
  return (
    <>
      <h2 className="font-semibold">From your account</h2>
      <p className="flex flex-wrap justify-between gap-x-4 text-quiet">
        <span>Everyday account</span>
        <span className="font-mono">···· 1234</span>
      </p>
      <Press decision="approve">Accept</Press>
      <Press decision="later" look="plain">
        Decide later
      </Press>
      <Press decision="cancel" look="plain">
        Cancel
      </Press>
      <VanishOption />
    </>
  );
}
