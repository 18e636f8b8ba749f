import { unreachable } from '#lib/errors.ts';
import { messagesFor, type PageLanguage } from '#lib/i18n/messages.ts';
import { phraseText } from '#lib/i18n/phrase.ts';
import { type PageNotice, type PayPage, versionOf } from '#lib/payments/pay-page-contract.ts';
import type { GlyphName } from '../glyph.tsx';
import { PageFrame } from '../page-frame.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { OpenPage } from './open-page.tsx';
import { ReceiptPage } from './receipt-page.tsx';
import { WaitingPage, waitingSeconds } from './waiting-page.tsx';

type PayViewProps = {
  page: PayPage;
  token?: string | undefined;
  notice?: PageNotice | undefined;
};

/** The payment page in whichever state it is, as a whole document. */
export function PayView({ page, token, notice }: PayViewProps) {
  if (page.state === 'unknown') return <UnknownPage />;
  const language = messagesFor(page.language ?? 'en');
  return (
    <PageFrame language={language} title={titleOf(page, language)} isTest={page.isTest} {...watchOf(page, token)}>
      <KnownPage language={language} page={page} token={token} notice={notice} />
    </PageFrame>
  );
}

/** How often an open page asks whether it is still true, in seconds. */
const openSeconds = 2;

/** Pages that wait keep themselves true, with script or without; a page with the form only with script. */
function watchOf(page: Exclude<PayPage, { state: 'unknown' }>, token: string | undefined) {
  const watched = token === undefined ? undefined : { url: `/pay/${token}/status`, version: versionOf(page) };
  if (page.state === 'open') return watched && { live: { seconds: openSeconds, watched } };
  const seconds = (waitingSeconds as Partial<Record<typeof page.state, number>>)[page.state];
  return seconds === undefined ? undefined : { refresh: { seconds, watched } };
}

/** A link nobody made, or one copied in part. Nothing is known, not even a language. */
export function UnknownPage() {
  const language = messagesFor('en');
  const { title, heading, detail } = language.text.unknown;
  return (
    <PageFrame language={language} title={title}>
      <StatusSheet mark="question" heading={heading}>
        <p>{detail}</p>
      </StatusSheet>
    </PageFrame>
  );
}

type KnownPageProps = { language: PageLanguage; page: Exclude<PayPage, { state: 'unknown' }> };

function KnownPage({ language, page, token, notice }: KnownPageProps & Pick<PayViewProps, 'token' | 'notice'>) {
  switch (page.state) {
    case 'open':
      return <OpenPage language={language} page={page} token={token} notice={notice} />;
    case 'checking':
    case 'pending':
      return <WaitingPage language={language} page={page} />;
    case 'paid':
      return <ReceiptPage language={language} page={page} />;
    case 'expired':
    case 'replaced':
    case 'cancelled':
    case 'disabled':
    case 'failed':
    case 'surplus':
      return <GonePage language={language} merchant={page.merchant.name} state={page.state} />;
    default:
      return unreachable(page);
  }
}

const goneMarks = { expired: 'clock', replaced: 'swap', cancelled: 'cross', disabled: 'pause', failed: 'cross', surplus: 'swap' } as const satisfies Record<
  string,
  GlyphName
>;

/** A link that takes no payment, or a payment that paid nothing: why, and what to do. It shows nothing of the order. */
function GonePage({ language, merchant, state }: { language: PageLanguage; merchant: string; state: keyof typeof goneMarks }) {
  const { heading, detail } = language.text[state];
  return (
    <StatusSheet mark={goneMarks[state]} heading={heading}>
      <p>
        <Phrase message={detail} values={{ merchant }} />
      </p>
    </StatusSheet>
  );
}

/** Titles name the merchant and never an amount: they end up in histories and link previews. */
function titleOf(page: KnownPageProps['page'], { text }: PageLanguage): string {
  const title = page.state === 'open' && page.lastTry?.outcome === 'declined' ? text.open.declinedTitle : text[page.state].title;
  return phraseText(title, { merchant: page.merchant.name });
}
