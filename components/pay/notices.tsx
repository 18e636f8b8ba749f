import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { phraseText } from '#lib/i18n/phrase.ts';
import type { PageApp, PageNotice, PayPage } from '#lib/payments/pay-page-contract.ts';
import { LinkButton } from '../link-button.tsx';
import { NoticePanel } from '../notice-panel.tsx';
import { Phrase } from '../phrase.tsx';

type OpenPayPage = Extract<PayPage, { state: 'open' }>;
type NoticesProps = { language: PageLanguage; page: OpenPayPage; base: string | undefined; notice: PageNotice | undefined };

/** What the customer must know before the order: one panel at most, the strongest first. It takes the focus. */
export function Notices({ language, page, base, notice }: NoticesProps) {
  const { t } = language;
  if (page.coolDownMinutes !== undefined) {
    const { lastTry, merchant } = page;
    const isOpenElsewhere = lastTry?.outcome === 'unfinished' || lastTry?.outcome === 'surplus';
    return (
      <>
        {isOpenElsewhere && <LastTryPanel language={language} lastTry={lastTry} merchant={merchant.name} base={base} isLast />}
        <NoticePanel tone="warn" heading={t('coolDown.heading')}>
          <p>{t('coolDown.detail', { minutes: page.coolDownMinutes })}</p>
        </NoticePanel>
      </>
    );
  }
  if (notice) {
    return (
      <NoticePanel tone="warn">
        <p>{t(`notices.${notice}`)}</p>
      </NoticePanel>
    );
  }
  return page.lastTry ? <LastTryPanel language={language} lastTry={page.lastTry} merchant={page.merchant.name} base={base} /> : null;
}

type LastTryPanelProps = { language: PageLanguage; lastTry: NonNullable<OpenPayPage['lastTry']>; merchant: string; base: string | undefined; isLast?: boolean };

/** How the last try stands, and what can be done about it. */
export function LastTryPanel({ language, lastTry, merchant, base, isLast = false }: LastTryPanelProps) {
  const { t } = language;
  switch (lastTry.outcome) {
    case 'cancelled':
      return (
        <NoticePanel tone="warn">
          <p>{t('cancelledTry')}</p>
        </NoticePanel>
      );
    case 'surplus':
      return (
        <NoticePanel tone="plain" heading={t('surplus.heading')}>
          <p>
            <Phrase language={language} id="surplus.detail" values={{ merchant }} />
          </p>
        </NoticePanel>
      );
    case 'unfinished':
      return (
        <NoticePanel tone="plain" heading={t('unfinished.heading')}>
          <p>
            <Phrase language={language} id="unfinished.detail" values={{ method: methodName(t, lastTry.method) }} />
          </p>
          {base !== undefined && (
            <>
              <p className="my-3">
                <LinkButton href={`${base}/leave/${lastTry.paymentId}`}>{t('unfinished.continue')}</LinkButton>
              </p>
              {!isLast && <p>{t('unfinished.other')}</p>}
            </>
          )}
        </NoticePanel>
      );
    case 'declined':
      return (
        <NoticePanel tone="bad" heading={t('decline.heading')}>
          <p>{lastTry.message === undefined ? t(`decline.reasons.${lastTry.reason}`) : <bdi>{lastTry.message}</bdi>}</p>
          <p className="mt-1">{t('decline.advice')}</p>
        </NoticePanel>
      );
  }
}

type InAppPanelProps = { language: PageLanguage; inApp: PageApp };

/** For a reader inside an app's own browser: how to get out of it. */
export function InAppPanel({ language, inApp }: InAppPanelProps) {
  const { t } = language;
  const heading = inApp.name === undefined ? t('inApp.headingUnnamed') : phraseText(t, 'inApp.heading', { app: inApp.name });
  return (
    <aside aria-labelledby="in-app-heading" className="mt-4 rounded-2xl border border-hairline bg-surface p-4 text-sm">
      <h2 id="in-app-heading" className="font-semibold text-base">
        {heading}
      </h2>
      <p className="mt-1 text-quiet">{inApp.isLimited ? t('inApp.detail') : t('inApp.hint')}</p>
      <p className="mt-3 flex flex-wrap gap-2 not-has-[>:not([hidden])]:hidden">
        {inApp.openUrl !== undefined && <LinkButton href={inApp.openUrl}>{t('inApp.open')}</LinkButton>}
        <button
          type="button"
          data-copy
          hidden
          data-copied={t('inApp.copied')}
          className="min-h-12 rounded-xl border border-edge bg-surface px-6 font-semibold text-ink hover:border-accent"
        >
          {t('inApp.copy')}
        </button>
      </p>
    </aside>
  );
}
