import type { PageLanguage } from '#lib/i18n/messages.ts';
import type { PayPage } from '#lib/payments/pay-page-contract.ts';
import { LinkButton } from '../link-button.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';

type WaitingState = 'checking' | 'pending';

type WaitingPageProps = { language: PageLanguage; page: Extract<PayPage, { state: WaitingState }> };

/** How often each page of waiting asks again, in seconds. */
export const waitingSeconds = { checking: 2, pending: 10 } as const satisfies Record<WaitingState, number>;

/** A payment whose end is not known yet. It never invites to pay again. */
export function WaitingPage({ language, page }: WaitingPageProps) {
  const { text, money } = language;
  const { heading, detail } = text[page.state];
  const { merchant, order } = page;
  return (
    <div role="status">
      <StatusSheet mark={page.state === 'pending' ? 'clock' : 'waiting'} heading={heading}>
        <p>
          <Phrase message={detail} values={{ merchant: merchant.name }} />
        </p>
        <p className="mt-5 border-hairline border-t pt-4 text-ink">
          <strong className="font-semibold tabular-nums">
            <Phrase message={text.leave.amountTo} values={{ amount: money(order.total), merchant: merchant.name }} />
          </strong>
          <span className="block text-quiet text-sm">
            <Phrase message={text.open.orderId} values={{ orderId: order.orderId }} />
          </span>
        </p>
        <p className="mt-5">
          {/* An empty address is this page itself, without what follows the "#". */}
          <LinkButton href="">{text.refresh}</LinkButton>
        </p>
      </StatusSheet>
    </div>
  );
}
