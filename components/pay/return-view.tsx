import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { ReturnPage } from '#lib/payments/pay-page-contract.ts';
import { HandOff } from '../hand-off.tsx';
import { LinkButton } from '../link-button.tsx';
import { PageFrame } from '../page-frame.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { PayView, UnknownPage } from './pay-view.tsx';

type ReturnViewProps<State extends ReturnPage['state'] = ReturnPage['state']> = {
  language: PageLanguage;
  page: Extract<ReturnPage, { state: State }>;
  /** This page's own path; absent when there is nothing to wait for. */
  path: string | undefined;
};

/** Where the gateway sends the customer: wait for the outcome, then on to the shop, or the outcome here. */
export function ReturnView({ language, page, path }: ReturnViewProps) {
  switch (page.state) {
    case 'unknown':
      return <UnknownPage language={language} />;
    case 'checking':
      return <CheckingPage language={language} page={page} path={path} />;
    case 'follow':
      return <FollowPage language={language} page={page} />;
    case 'outcome':
      return <PayView language={language} page={page.page} files={path} isPaidElsewhere={page.isPaidElsewhere} />;
  }
}

function CheckingPage({ language, page, path }: ReturnViewProps<'checking'>) {
  const { t } = language;
  const watch = path === undefined ? undefined : { url: `${path}/status`, version: page.version, mark: page.mark };
  return (
    <PageFrame language={language} title={t('checking.title')} merchant={page.merchant} isTest={page.isTest} watch={watch} refreshSeconds={watch && 1}>
      <StatusSheet mark="waiting" heading={t('checking.heading')}>
        <p>{t('checking.detail')}</p>
        <p className="mt-5">
          <LinkButton href="">{t('refresh')}</LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}

function FollowPage({ language, page }: Omit<ReturnViewProps<'follow'>, 'path'>) {
  const { t } = language;
  return (
    <HandOff
      language={language}
      title={t('follow.title')}
      merchant={page.merchant}
      url={page.url}
      host={page.host}
      heading={t('follow.heading')}
      isTest={page.isTest}
    >
      <p>{t('follow.detail')}</p>
    </HandOff>
  );
}
