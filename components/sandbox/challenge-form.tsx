import type { SandboxPage } from '#lib/sandbox-gateway/page-contract.ts';
import { Alert, Field, Press, Sheet } from './parts.tsx';
import { PaymentSummary } from './payment-summary.tsx';
import { ShopPageNote } from './shop-page-note.tsx';

type ChallengeFormProps = { payment: Extract<SandboxPage, { state: 'challenge' }>; isCodeWrong: boolean };

const triesLeft = (codes: number): string => (codes === 1 ? 'You have one try left: another wrong code ends the payment.' : `You have ${codes} tries left.`);

/** The 3-D Secure page of the card's bank: who gets how much, and the code that confirms it. */
export function ChallengeForm({ payment, isCodeWrong }: ChallengeFormProps) {
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading="Confirm this payment (3-D Secure)" />
        <p className="mt-3 text-quiet text-sm">
          Card <span className="font-mono">{payment.card}</span>
        </p>
      </Sheet>
      {isCodeWrong && <Alert>That is not the code. Nothing was charged. {triesLeft(payment.codesLeft)}</Alert>}
      <Sheet>
        <form method="post" action="/sandbox/eCommerce/API/confirm" className="space-y-4">
          <input type="hidden" name="pid" value={payment.pid} />
          <p className="text-quiet">
            Your bank sent you a code. Here it is: <strong className="font-mono text-ink">{payment.code}</strong>
          </p>
          <Field
            name="code"
            label="Code"
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={8}
            problem={isCodeWrong ? `Please type ${payment.code}.` : undefined}
          />
          <Press decision="approve">Approve</Press>
          <Press decision="reject" look="plain">
            Reject
          </Press>
        </form>
      </Sheet>
      <ShopPageNote shopPage={payment.shopPage} holds="a div named PensioRedirectForm" />
    </>
  );
}
