import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PayPage } from '#lib/payments/pay-page-contract.ts';
import { LinkButton } from '../link-button.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { OrderInBrief } from './order-in-brief.tsx';
import { SupportCode } from './support-code.tsx';

type WaitingState = 'checking' | 'pending';

type WaitingPageProps = { language: PageLanguage; page: Extract<PayPage, { state: WaitingState }> };

/** How often each page of waiting asks again, in seconds. */
export const waitingSeconds = { checking: 2, pending: 10 } as const satisfies Record<WaitingState, number>;

/** A payment whose end is not known yet. It never invites to pay again. */
export function WaitingPage({ language, page }: WaitingPageProps) {
  const { t } = language;
  const { merchant, order, supportCode } = page;
  return (
    <StatusSheet mark={page.state === 'pending' ? 'clock' : 'waiting'} heading={t(`${page.state}.heading`)}>
      <p>
        <Phrase language={language} id={`${page.state}.detail`} values={{ merchant: merchant.name }} />
      </p>
      <OrderInBrief language={language} merchant={merchant.name} order={order} />
      {supportCode !== undefined && <SupportCode language={language} merchant={merchant.name} code={supportCode} />}
      <p className="mt-5">
        {/* An empty address is this page itself, without what follows the "#". */}
        <LinkButton href="">{t('refresh')}</LinkButton>
      </p>
    </StatusSheet>
  );
}
