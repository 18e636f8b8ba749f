import { Alert, Field, Press, Sheet, VanishOption } from './parts.tsx';
import { type FormPageOf, PayForm } from './pay-form.tsx';
import { PaymentSummary } from './payment-summary.tsx';

/** The short form of whoever lends the money: who buys, and whether it is granted. */
export function InvoiceForm({ payment, problems }: { payment: FormPageOf<'invoice'>; problems: string[] }) {
  const { method, buyer } = payment;
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading={`Buy now with ${method}`} />
      </Sheet>
      {problems.length > 0 && <Alert>The purchase was not made. Please look at the marked fields.</Alert>}
      <Sheet>
        <PayForm pid={payment.pid}>
          <p className="text-quiet">
            You pay {method} later, and {method} pays the shop. What is typed here is not kept.
          </p>
          <Field
            name="buyer_name"
            label="Your name"
            autoComplete="name"
            inputMode="text"
            maxLength={80}
            defaultValue={buyer.name}
            problem={problems.includes('buyer_name') ? 'Please fill in a name.' : undefined}
          />
          <Field
            name="buyer_email"
            label="E-mail"
            autoComplete="email"
            inputMode="email"
            maxLength={254}
            defaultValue={buyer.email}
            problem={problems.includes('buyer_email') ? 'Please fill in an e-mail address.' : undefined}
          />
          <Press decision="approve">Approve the purchase</Press>
          <Press decision="decline" look="plain">
            Decline as {method}
          </Press>
          <Press decision="later" look="plain">
            Decide later
          </Press>
          <Press decision="cancel" look="plain">
            Cancel
          </Press>
          <VanishOption />
        </PayForm>
      </Sheet>
    </>
  );
}
