import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageScreen, PayPage } from '#lib/payments/pay-page-contract.ts';
import { LinkButton } from '../link-button.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { LastTryPanel } from './notices.tsx';
import { OrderInBrief } from './order-in-brief.tsx';
import { ScreenWords } from './screen-words.tsx';

type OpenPayPage = Extract<PayPage, { state: 'open' }>;
type Follower = Extract<PageScreen, { role: 'follower' }>;
type FollowedPageProps = { language: PageLanguage; page: OpenPayPage; screen: Follower; base: string };

/**
 * The order is being paid on another screen: this one shows the words of both until something was tried there, what
 * happens there, and the way back.
 */
export function FollowedPage({ language, page, screen, base }: FollowedPageProps) {
  const { t } = language;
  const { merchant, order } = page;
  const lastTry = isTriedThere(page, screen) ? page.lastTry : undefined;
  return (
    <>
      {lastTry?.outcome === 'declined' && <LastTryPanel language={language} lastTry={lastTry} merchant={merchant.name} base={undefined} />}
      <StatusSheet mark="phone" heading={t('handOver.heading')} isNews={lastTry?.outcome !== 'declined'}>
        {!lastTry && (
          <>
            <p>
              {t('handOver.words')} <ScreenWords screen={screen} />
            </p>
            <p>{t('handOver.compare')}</p>
          </>
        )}
        <OrderInBrief language={language} merchant={merchant.name} order={order} />
        <p role="status" className="mt-4">
          {screen.joinedAt && <FollowedStep language={language} lastTry={lastTry} />}
        </p>
        <p>{t('handOver.follows')}</p>
        <p className="mt-5">
          <LinkButton href={base}>{t('handOver.here')}</LinkButton>
        </p>
      </StatusSheet>
    </>
  );
}

/** The last try was begun after the other screen took over: what was tried here before is no news of there. */
const isTriedThere = ({ tries: [latest] }: OpenPayPage, { joinedAt }: Follower): boolean =>
  latest !== undefined && joinedAt !== undefined && latest.at > joinedAt;

/** What the other screen is at. */
function FollowedStep({ language, lastTry }: Pick<FollowedPageProps, 'language'> & Pick<OpenPayPage, 'lastTry'>) {
  if (lastTry?.outcome !== 'unfinished') return language.t('handOver.opened');
  return <Phrase language={language} id="handOver.started" values={{ method: methodName(language.t, lastTry.method) }} />;
}
