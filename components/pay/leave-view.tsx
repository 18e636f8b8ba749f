import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { LeavePage } from '#lib/payments/pay-page-contract.ts';
import { HandOff } from '../hand-off.tsx';
import { LinkButton } from '../link-button.tsx';
import { PageFrame } from '../page-frame.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { UnknownPage } from './pay-view.tsx';

type LeaveViewProps<State extends LeavePage['state'] = LeavePage['state']> = { language: PageLanguage; page: Extract<LeavePage, { state: State }> };

/** Between our form and the gateway: names the amount and the site, and goes there. */
export function LeaveView({ language, page, token }: LeaveViewProps & { token: string }) {
  switch (page.state) {
    case 'unknown':
      return <UnknownPage language={language} />;
    case 'over':
      return <OverPage language={language} page={page} token={token} />;
    case 'connecting':
      return <ConnectingPage language={language} page={page} />;
    case 'ready':
      return <ReadyPage language={language} page={page} />;
  }
}

function OverPage({ language, page, token }: LeaveViewProps<'over'> & { token: string }) {
  const { t } = language;
  return (
    <PageFrame language={language} title={t('leave.overTitle')} merchant={page.merchant} isTest={page.isTest}>
      <StatusSheet mark="clock" heading={t('leave.overHeading')}>
        <p>{t('leave.overDetail')}</p>
        <p className="mt-5">
          <LinkButton href={`/pay/${token}`} isPrimary>
            {t('leave.back')}
          </LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}

/** Lasts as long as one call to the gateway: reloaded each second, with script and without. */
function ConnectingPage({ language, page }: LeaveViewProps<'connecting'>) {
  const { t, money } = language;
  return (
    <PageFrame language={language} title={t('leave.title')} merchant={page.merchant} isTest={page.isTest} refreshSeconds={1} isPickable={false}>
      <StatusSheet mark="waiting" heading={t('leave.connectingHeading')}>
        <p>{t('leave.connectingDetail')}</p>
        <p className="mt-4 font-semibold text-ink">
          <Phrase language={language} id="leave.amountTo" values={{ amount: money(page.amount), merchant: page.merchant.name }} />
        </p>
      </StatusSheet>
    </PageFrame>
  );
}

function ReadyPage({ language, page }: LeaveViewProps<'ready'>) {
  const { t, money } = language;
  const heading = <Phrase language={language} id="leave.readyHeading" values={{ amount: money(page.amount) }} />;
  return (
    <HandOff language={language} title={t('leave.title')} merchant={page.merchant} url={page.url} host={page.host} heading={heading} isTest={page.isTest}>
      <p>
        <Phrase language={language} id="leave.readyDetail" values={{ merchant: page.merchant.name, method: methodName(t, page.method) }} />
      </p>
    </HandOff>
  );
}
