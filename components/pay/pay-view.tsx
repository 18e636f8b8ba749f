import { unreachable } from '#lib/errors.ts';
import { messagesFor, type PageLanguage } from '#lib/i18n/messages.ts';
import { phraseText } from '#lib/i18n/phrase.ts';
import type { PageNotice, PayPage } from '#lib/payments/pay-page-contract.ts';
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
  const language = messagesFor(page.language);
  return (
    <PageFrame language={language} title={titleOf(page, language)} isTest={page.isTest} refresh={refreshOf(page.state, token)}>
      <KnownPage language={language} page={page} token={token} notice={notice} />
    </PageFrame>
  );
}

/** Waiting pages keep themselves true; the others stand. */
function refreshOf(state: Exclude<PayPage['state'], 'unknown'>, token: string | undefined) {
  const seconds = (waitingSeconds as Partial<Record<typeof state, number>>)[state];
  if (seconds === undefined) return undefined;
  return { seconds, watched: token === undefined ? undefined : { url: `/pay/${token}/status`, state } };
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
