import { headers } from 'next/headers';
import { FailurePage } from '#components/failure-page.tsx';
import { PayView } from '#components/pay/pay-view.tsx';
import { setPageStatus } from '#lib/http/page-status.ts';
import { languageOfScreen } from '#lib/links/screen-name.ts';
import { browserOf } from '#lib/methods/browser.ts';
import { loadPayPage } from '#lib/payments/pay-page.ts';
import { type PageNotice, type PayPage, pageNotices, shownRevision } from '#lib/payments/pay-page-contract.ts';
import { loadOrReport } from '../../load-or-report.ts';
import { type LanguageQuery, readerLanguage } from '../../reader-language.ts';

type Query = LanguageQuery & {
  notice?: string | string[];
  /** The versions this browser showed before, the last at the end, when the page replaced itself. */
  seen?: string | string[];
  /** The screen that this one takes over from, and this one's own name once another may have taken over. */
  from?: string | string[];
  screen?: string | string[];
  /** The same, when its reader says that another screen has taken over. */
  follow?: string | string[];
};

type Props = { params: Promise<{ token: string }>; searchParams: Promise<Query> };

/** What each state answers to a machine; a person reads the page. */
const statuses: Partial<Record<PayPage['state'], number>> = {
  unknown: 404,
  expired: 410,
  replaced: 410,
  cancelled: 410,
  disabled: 503,
};

/** The payment page behind a link. Looking at it changes nothing. */
export default async function Page({ params, searchParams }: Props) {
  const [{ token }, query] = await Promise.all([params, searchParams]);
  const browser = browserOf(await headers());
  const screens = { from: single(query.from), screen: single(query.screen), follow: single(query.follow) };
  const page = await loadOrReport(() => loadPayPage(token, browser, screens));
  if (!page) return <FailurePage language={await readerLanguage(query)} />;
  const status = statuses[page.state];
  if (status) setPageStatus(status);
  // Whoever goes on on a phone does so in the language of the screen before.
  const wishes = { ...query, language: query.language ?? languageOfScreen(screens.from) };
  const language = await readerLanguage(wishes, page.state === 'unknown' ? undefined : page.language);
  return <PayView page={page} language={language} token={token} notice={noticeOf(page, query)} isPaidElsewhere={wasOpen(query)} />;
}

const single = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const versionsShown = ({ seen = [] }: Query): string[] => [seen].flat();

/** A page that showed the open order, and was not left, did not pay it: it leaves for the gateway when it pays. */
const wasOpen = (query: Query): boolean => versionsShown(query).some((version) => shownRevision(version) !== undefined);

/** What the last press was answered with, or that the order is another than this browser showed. */
function noticeOf(page: PayPage, query: Query): PageNotice | undefined {
  const pressed = pageNotices.find((known) => known === query.notice);
  if (pressed || page.state !== 'open') return pressed;
  return (shownRevision(versionsShown(query).at(-1) ?? '') ?? page.revision) === page.revision ? undefined : 'order_changed';
}
