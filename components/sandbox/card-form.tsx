import { formatMoney } from '#lib/money.ts';
import type { OfferedCard, PaymentFacts, TypedCard } from '#lib/sandbox-gateway/page-contract.ts';
import { Alert, Field, Press, Sheet, VanishOption } from './parts.tsx';
import { PaymentSummary } from './payment-summary.tsx';
import { TestCardList } from './test-card-list.tsx';

type CardFormProps = { payment: PaymentFacts & { cards: readonly OfferedCard[] }; problems: string[]; typed: TypedCard };

/** The card form. It takes the published test cards only and says so before anything is typed. */
export function CardForm({ payment, problems, typed }: CardFormProps) {
  const problem = (name: string, text: string) => (problems.includes(name) ? text : undefined);
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading="Pay by card" />
      </Sheet>
      {problems.length > 0 && <Alert>The payment was not made. Please look at the marked fields.</Alert>}
      <Sheet>
        <form method="post" action="/sandbox/eCommerce/API/pay" className="space-y-4">
          <input type="hidden" name="pid" value={payment.pid} />
          <Field
            name="cc_number"
            label="Card number"
            autoComplete="cc-number"
            inputMode="numeric"
            maxLength={23}
            placeholder="4111 1111 1111 1111"
            problem={problem('card_number', 'This is not one of the test cards below. Never type a real card here.')}
          />
          <Field
            name="cc_name"
            label="Name on card"
            autoComplete="cc-name"
            inputMode="text"
            maxLength={80}
            defaultValue={typed.name}
            problem={problem('card_name', 'Please fill in a name.')}
          />
          <div className="grid grid-cols-2 gap-4">
            <Field
              name="cc_exp"
              label="Expiry (MM/YY)"
              autoComplete="cc-exp"
              inputMode="numeric"
              maxLength={7}
              defaultValue={typed.expiry}
              placeholder="12/30"
              problem={problem('card_expiry', 'Any future expiry date, as MM/YY.')}
            />
            <Field
              name="cc_csc"
              label="Security code"
              autoComplete="cc-csc"
              inputMode="numeric"
              maxLength={4}
              placeholder="123"
              problem={problem('card_cvc', 'Any three digits.')}
            />
          </div>
          <Press decision="approve">
            Pay <bdi>{formatMoney(payment.amount, 'en')}</bdi>
          </Press>
          <Press decision="cancel" look="plain">
            Cancel
          </Press>
          <VanishOption />
        </form>
      </Sheet>
      <TestCardList cards={payment.cards} />
    </>
  );
}
