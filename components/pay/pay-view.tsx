import { unreachable } from '#lib/errors.ts';
import type { MessageKey } from '#lib/i18n/languages.ts';
import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { phraseText } from '#lib/i18n/phrase.ts';
import type { PageNotice, PayPage } from '#lib/payments/pay-page-contract.ts';
import type { GlyphName } from '../glyph.tsx';
import { LinkButton } from '../link-button.tsx';
import { PageFrame, type Preview } from '../page-frame.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { FollowedPage } from './followed-page.tsx';
import { OpenPage } from './open-page.tsx';
import { ReceiptPage } from './receipt-page.tsx';
import { firstName } from './screen-words.tsx';
import { SupportCode } from './support-code.tsx';
import { WaitingPage, waitingSeconds } from './waiting-page.tsx';

type KnownPayPage = Exclude<PayPage, { state: 'unknown' }>;

type PayViewProps = {
  language: PageLanguage;
  page: PayPage;
  token?: string | undefined;
  /** The path under which the receipt's files lie, where that is not the link's. */
  files?: string | undefined;
  notice?: PageNotice | undefined;
  /** The page was open here and unpaid when it was paid: somebody did it elsewhere. */
  isPaidElsewhere?: boolean;
  /** Drawn from made-up data: there is nobody to ask whether it is still true. */
  isSample?: boolean;
};

/** The payment page in whichever state it is, as a whole document. */
export function PayView(props: PayViewProps) {
  const { language, page, token, isSample = false } = props;
  if (page.state === 'unknown') return <UnknownPage language={language} />;
  const isWatched = token !== undefined && !isSample && !isFinal.has(page.state);
  const watch = isWatched ? { url: `/pay/${token}/status`, version: page.version, mark: page.mark } : undefined;
  return (
    <PageFrame
      language={language}
      title={titleOf(page, language)}
      merchant={page.merchant}
      isMarked={page.state === 'open'}
      preview={previewOf(page, language)}
      isTest={page.isTest}
      isWide={page.state === 'open' && !follows(page)}
      watch={watch}
      keeps={keptOf(page, language)}
      refreshSeconds={isSample ? undefined : refreshOf(page)}
    >
      <KnownPage {...props} page={page} />
    </PageFrame>
  );
}

/** Another screen has taken over, and this one has nothing to press. */
const follows = (page: KnownPayPage): boolean => page.state === 'open' && page.screen.role === 'follower';

/** Which screen this is, in an address. */
function keptOf(page: KnownPayPage, language: PageLanguage): string | undefined {
  if (page.state !== 'open' || page.screen.role === 'only') return undefined;
  const { screen } = page;
  if (screen.role === 'first') return `&screen=${firstName(screen, language)}`;
  return `&${screen.role === 'taker' ? 'from' : 'follow'}=${screen.name}`;
}

function refreshOf(page: KnownPayPage): number | undefined {
  if (follows(page)) return waitingSeconds.pending;
  return page.state === 'checking' || page.state === 'pending' ? waitingSeconds[page.state] : undefined;
}

/** Nothing that happens makes this another page. */
const isFinal = new Set<PayPage['state']>(['paid']);

/** A link nobody made, or one copied in part. */
export function UnknownPage({ language }: { language: PageLanguage }) {
  const { t } = language;
  return (
    <PageFrame language={language} title={t('unknown.title')}>
      <StatusSheet mark="question" heading={t('unknown.heading')}>
        <p>{t('unknown.detail')}</p>
      </StatusSheet>
    </PageFrame>
  );
}

function KnownPage({
  language,
  page,
  token,
  files = token === undefined ? undefined : `/pay/${token}`,
  notice,
  isPaidElsewhere = false,
}: PayViewProps & { page: KnownPayPage }) {
  switch (page.state) {
    case 'open':
      return page.screen.role === 'follower' && token !== undefined ? (
        <FollowedPage language={language} page={page} screen={page.screen} base={`/pay/${token}`} />
      ) : (
        <OpenPage language={language} page={page} token={token} notice={notice} />
      );
    case 'checking':
    case 'pending':
      return <WaitingPage language={language} page={page} />;
    case 'paid':
      return <ReceiptPage language={language} page={page} isPaidElsewhere={isPaidElsewhere} files={files} />;
    case 'expired':
      return <ExpiredPage language={language} page={page} token={token} />;
    case 'replaced':
    case 'cancelled':
    case 'disabled':
      return <GonePage language={language} merchant={page.merchant.name} state={page.state} />;
    case 'failed':
    case 'surplus':
      return <GonePage language={language} merchant={page.merchant.name} state={page.state} supportCode={page.supportCode} />;
    default:
      return unreachable(page);
  }
}

const goneMarks = { replaced: 'swap', cancelled: 'cross', disabled: 'pause', failed: 'cross', surplus: 'swap' } as const satisfies Record<string, GlyphName>;

type GonePageProps = { language: PageLanguage; merchant: string; state: keyof typeof goneMarks; supportCode?: string | undefined };

/** A link that takes no payment, or a payment that paid nothing: why, and what to do. It shows nothing of the order. */
function GonePage({ language, merchant, state, supportCode }: GonePageProps) {
  return (
    <StatusSheet mark={goneMarks[state]} heading={language.t(`${state}.heading`)}>
      <p>
        <Phrase language={language} id={`${state}.detail`} values={{ merchant }} />
      </p>
      {supportCode !== undefined && <SupportCode language={language} merchant={merchant} code={supportCode} />}
    </StatusSheet>
  );
}

type ExpiredPageProps = { language: PageLanguage; page: Extract<PayPage, { state: 'expired' }>; token: string | undefined };

/** The link's own end, or the end of the time that a person had once it was opened; a try begun in time can be finished. */
function ExpiredPage({ language, page, token }: ExpiredPageProps) {
  const { t } = language;
  if (page.unfinished && token !== undefined) {
    return (
      <StatusSheet mark="clock" heading={t('unfinished.heading')}>
        <p>
          <Phrase language={language} id="unfinished.detail" values={{ method: methodName(t, page.unfinished.method) }} />
        </p>
        <p className="mt-5">
          <LinkButton href={`/pay/${token}/leave/${page.unfinished.paymentId}`} isPrimary>
            {t('unfinished.continue')}
          </LinkButton>
        </p>
      </StatusSheet>
    );
  }
  return (
    <StatusSheet mark="clock" heading={t(page.wasOpened ? 'expired.openedHeading' : 'expired.heading')}>
      <p>
        <Phrase language={language} id={page.wasOpened ? 'expired.openedDetail' : 'expired.detail'} values={{ merchant: page.merchant.name }} />
      </p>
    </StatusSheet>
  );
}

/** Titles name the merchant and never an amount: they end up in histories and link previews. */
function titleOf(page: KnownPayPage, { t }: PageLanguage): string {
  return phraseText(t, titleKey(page), { merchant: page.merchant.name });
}

function titleKey(page: KnownPayPage): MessageKey {
  if (page.state === 'open' && page.lastTry?.outcome === 'declined') return 'open.declinedTitle';
  return follows(page) ? 'handOver.title' : `${page.state}.title`;
}

function previewOf(page: KnownPayPage, { t, money }: PageLanguage): Preview {
  const { name, logo } = page.merchant;
  const amount = page.state === 'open' && page.showsAmountInPreview ? money(page.order.total) : undefined;
  const description = amount === undefined ? t('preview.description') : phraseText(t, 'preview.descriptionAmount', { amount });
  return { title: phraseText(t, 'preview.title', { merchant: name }), description, siteName: name, image: logo };
}
