import { timeLeft } from '../links/link-state.ts';
import { readJoined } from '../links/screen-name.ts';
import { hashOfTyped } from '../links/token.ts';
import { findPageFacts, findSessionFacts, readChangedFacts, readChangedSessionFacts } from './page-facts.ts';
import { type PageFacts, pageState } from './page-state.ts';
import { type Question, type Subject, watchPage } from './page-watch.ts';
import type { PageStatus } from './pay-page-contract.ts';
import { findReturnFacts, type ReturnFacts, readReturnFacts, returnStatus } from './return-page.ts';

const payPages: Subject<PageFacts> = {
  kind: 'pay',
  readChanged: readChangedFacts,
  markOf: (facts, at) => pageState(facts, at).mark,
  statusOf: screenStatus,
};
/** Pages of sessions that are paid without a link, on a shop's own page. */
const sessionPages: Subject<PageFacts> = { ...payPages, kind: 'session', readChanged: readChangedSessionFacts, statusOf: payStatus };
/** A shop's own page of a link: it knows nothing of our screens. */
const shopPages: Subject<PageFacts> = { ...payPages, kind: 'shop', statusOf: payStatus };
const returnPages: Subject<ReturnFacts> = {
  kind: 'return',
  readChanged: readReturnFacts,
  markOf: (facts, at) => returnStatus(facts, at).mark,
  statusOf: returnStatus,
};

/** The state of the payment page behind a link, once it is another than the page has seen. Undefined for a token that opens nothing. */
export async function payPageStatus(token: string, question: Question): Promise<PageStatus | undefined> {
  const tokenHash = hashOfTyped(token);
  if (!tokenHash) return undefined;
  const key = Buffer.from(tokenHash).toString('base64url');
  return watchPage(payPages, { key, find: () => findPageFacts(tokenHash) }, question);
}

/** The same for a shop's own page, by the session and the link of a customer's token. */
export async function checkoutStatus(sessionId: string, linkId: string | undefined, question: Question): Promise<PageStatus | undefined> {
  return watchPage(linkId ? shopPages : sessionPages, { key: `${sessionId}:${linkId ?? ''}`, find: () => findSessionFacts(sessionId, linkId) }, question);
}

/** The same for the page a customer comes back to: whether it still has to wait. */
export async function returnPageStatus(key: string, question: Question): Promise<PageStatus | undefined> {
  return watchPage(returnPages, { key, find: () => findReturnFacts(key) }, question);
}

/** On our own page an open order may be taken over by another screen. */
function screenStatus(facts: PageFacts, at: Date): PageStatus {
  const status = payStatus(facts, at);
  return status.state === 'open' ? { ...status, joined: facts.link.joinedScreens.map((text) => readJoined(text).code) } : status;
}

function payStatus(facts: PageFacts, at: Date): PageStatus {
  const { state, version, mark } = pageState(facts, at);
  if (state !== 'open') return { state, version, mark };
  const { isOpened, secondsLeft, extensionSeconds, extensions } = timeLeft(facts.link, at);
  return { state, version, mark, isOpened, secondsLeft, extensionSeconds, extensions };
}
