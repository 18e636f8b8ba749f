import { formatMoney } from '#lib/money.ts';
import type { TypedCard } from '#lib/sandbox-gateway/page-contract.ts';
import { Alert, Field, Press, Sheet, VanishOption } from './parts.tsx';
import { type FormPageOf, PayForm } from './pay-form.tsx';
import { PaymentSummary } from './payment-summary.tsx';
import { TestCardList } from './test-card-list.tsx';

type CardFormProps = { payment: FormPageOf<'card'>; problems: string[]; typed: TypedCard };

/** The card form. It takes the published test cards only and says so before anything is typed. */
export function CardForm({ payment, problems, typed }: CardFormProps) {
  const { savedCard, isCheckOnly } = payment;
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading={isCheckOnly ? 'Have your card checked' : 'Pay by card'} />
      </Sheet>
      {problems.length > 0 && <Alert>The payment was not made. Please look at the marked fields.</Alert>}
      <Sheet>
        <PayForm pid={payment.pid}>
          {savedCard === undefined ? <CardFields problems={problems} typed={typed} /> : <SavedCard card={savedCard} problems={problems} />}
          <Press decision="approve">{isCheckOnly ? 'Check the card' : <PayAmount payment={payment} />}</Press>
          <Press decision="cancel" look="plain">
            Cancel
          </Press>
          <VanishOption />
        </PayForm>
      </Sheet>
      {savedCard === undefined && <TestCardList cards={payment.cards} />}
    </>
  );
}

const PayAmount = ({ payment }: Pick<CardFormProps, 'payment'>) => (
  <>
    Pay <bdi>{formatMoney(payment.amount, 'en')}</bdi>
  </>
);

type FieldsProps = Omit<CardFormProps, 'payment'>;

const problemOf = (problems: string[], name: string, text: string): string | undefined => (problems.includes(name) ? text : undefined);

function CardFields({ problems, typed }: FieldsProps) {
  return (
    <>
      <Field
        name="cc_number"
        label="Card number"
        autoComplete="cc-number"
        inputMode="numeric"
        maxLength={23}
        placeholder="4111 1111 1111 1111"
        problem={problemOf(problems, 'card_number', 'This is not one of the test cards below. Never type a real card here.')}
      />
      <Field
        name="cc_name"
        label="Name on card"
        autoComplete="cc-name"
        inputMode="text"
        maxLength={80}
        defaultValue={typed.name}
        problem={problemOf(problems, 'card_name', 'Please fill in a name.')}
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
          problem={problemOf(problems, 'card_expiry', 'Any future expiry date, as MM/YY.')}
        />
        <SecurityCode problems={problems} />
      </div>
    </>
  );
}

/** The shop knows the card: only its security code is asked for. */
const SavedCard = ({ card, problems }: { card: string; problems: string[] }) => (
  <>
    <p className="text-quiet">
      Card <span className="font-mono text-ink">{card}</span>, which the shop knows
    </p>
    <SecurityCode problems={problems} />
  </>
);

const SecurityCode = ({ problems }: Pick<FieldsProps, 'problems'>) => (
  <Field
    name="cc_csc"
    label="Security code"
    autoComplete="cc-csc"
    inputMode="numeric"
    maxLength={4}
    placeholder="123"
    problem={problemOf(problems, 'card_cvc', 'Any three digits.')}
  />
);
