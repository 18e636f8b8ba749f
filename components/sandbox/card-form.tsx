import { formatMoney } from '#lib/money.ts';
import type { OfferedCard, PaymentFacts } from '#lib/sandbox-gateway/page-contract.ts';
import { Alert, Field, Press, Sheet, VanishOption } from './parts.tsx';
import { PaymentSummary } from './payment-summary.tsx';

type CardFormProps = { payment: PaymentFacts & { cards: readonly OfferedCard[] }; problems: string[] };

const spaced = (number: string): string => number.replace(/(.{4})(?=.)/g, '$1 ');

/** The card form. It takes the published test cards only and says so before anything is typed. */
export function CardForm({ payment, problems }: CardFormProps) {
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
            problem={problem('card_number', 'This is none of the test cards below. Never type a real card here.')}
          />
          <Field
            name="cc_name"
            label="Name on card"
            autoComplete="cc-name"
            inputMode="text"
            maxLength={80}
            problem={problem('card_name', 'Please fill in a name.')}
          />
          <div className="grid grid-cols-2 gap-4">
            <Field
              name="cc_exp"
              label="Expiry (MM/YY)"
              autoComplete="cc-exp"
              inputMode="numeric"
              maxLength={7}
              placeholder="12/30"
              problem={problem('card_expiry', 'Any month to come, as MM/YY.')}
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

function TestCardList({ cards }: { cards: readonly OfferedCard[] }) {
  return (
    <Sheet>
      <h2 className="font-semibold">Test cards</h2>
      <p className="mt-1 text-quiet text-sm">Any name, any month to come, any security code. Other cards are refused and not kept.</p>
      <ul className="mt-3 divide-y divide-hairline text-sm">
        {cards.map((card) => (
          <li key={card.number} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="font-mono">{spaced(card.number)}</span>
            <span className="text-quiet">
              {card.scheme}, {card.description}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
