import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { fetchRedirectPage } from './callbacks.ts';
import { type ReadCard, readCard, readSavedCard } from './cards.ts';
import { challengeCode, challengeOf, countWrongCode, mostWrongCodes, openChallenge } from './challenge.ts';
import { cardInWallet, decisionOf } from './customer-decisions.ts';
import { decideTransaction } from './decisions.ts';
import type { TypedCard } from './page-contract.ts';
import { type OpenRequest, pay } from './pay.ts';
import { findOpenRequest } from './payment-page.ts';
import { type Send, sendOverHttp } from './send.ts';
import { findTerminal } from './terminals.ts';
import { currencyOfRequest, storedText } from './transaction-xml.ts';
import { needsChallenge } from './triggers.ts';

const maximumForm = 8_192;

const base = '/sandbox/eCommerce/API';

/** Forms answer 303 within the sandbox's own origin: a shop's page is reached from the page behind it. */
const seeOther = (path: string, query: Record<string, string>): Response =>
  new Response(null, { status: 303, headers: { location: `${path}?${new URLSearchParams(query)}`, 'cache-control': 'no-store' } });

const goTo = (page: 'requestForm' | 'challenge' | 'continue', pid: string, problems: string[] = [], typed?: TypedCard): Response =>
  seeOther(`${base}/${page}`, { pid, ...(problems.length > 0 ? { problem: problems.join(',') } : {}), ...typed });

type Run = (request: OpenRequest, form: URLSearchParams, send: Send) => Promise<Response>;

/** Reads a page's form: 403 from other sites, 404 for an unknown payment. The body is never logged. */
async function withForm(request: Request, run: Run, send: Send): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return new Response('This form is sent from the sandbox page only.', { status: 403 });
  const text = await request.text();
  if (text.length > maximumForm) return new Response('The form is too large.', { status: 413 });
  const form = new URLSearchParams(text);
  const found = await findOpenRequest(form.get('pid') ?? '');
  return found ? run(found, form, send) : new Response('There is no such payment.', { status: 404 });
}

/** The payment page's form, of whatever kind. */
export const submitPaymentForm = (request: Request, send: Send = sendOverHttp): Promise<Response> => withForm(request, submitPayment, send);

/** The 3-D Secure page's form. */
export const submitChallengeForm = (request: Request, send: Send = sendOverHttp): Promise<Response> => withForm(request, submitChallenge, send);

/** The form by which a tester decides a payment that was left open. */
export const submitDecisionForm = (request: Request, send: Send = sendOverHttp): Promise<Response> => withForm(request, submitDecision, send);

const vanishes = (form: URLSearchParams): boolean => form.get('vanish') === '1';

async function submitPayment(request: OpenRequest, form: URLSearchParams, send: Send): Promise<Response> {
  const terminal = findTerminal(request.terminal);
  if (!terminal) return goTo('requestForm', request.id);
  if (terminal.kind === 'bank' && form.get('decision') === 'sign_in') return signIn(request);
  const kind = decisionOf(terminal, form.get('decision'));
  if (terminal.kind === 'card' && kind === undefined) return submitCard(request, form, send);
  const problems = terminal.kind === 'invoice' && kind === 'approve' ? buyerProblems(form) : [];
  if (kind === undefined || problems.length > 0) return goTo('requestForm', request.id, problems);
  const card = cardInWallet(terminal, kind);
  // The wallet's page declines with the words of the card's bank.
  await pay(request, { kind: card && kind === 'decline' ? 'approve' : kind, card, vanishes: vanishes(form) }, send);
  return goTo('continue', request.id);
}

/** The bank's first page leads to its second, where the payment is accepted. */
async function signIn(request: OpenRequest): Promise<Response> {
  await db().sandboxPaymentRequest.updateMany({ where: { id: request.id, step: 'open' }, data: { step: 'signed_in', changedAt: now() } });
  return goTo('requestForm', request.id);
}

/** The page always sends who buys; a program that only decides sends nothing of it. Nothing typed here is kept. */
function buyerProblems(form: URLSearchParams): string[] {
  const [name, email] = [form.get('buyer_name'), form.get('buyer_email')];
  return [...(name?.trim() === '' ? ['buyer_name'] : []), ...(email === null || /^[^@\s]+@[^@\s]+$/.test(email.trim()) ? [] : ['buyer_email'])];
}

async function submitCard(request: OpenRequest, form: URLSearchParams, send: Send): Promise<Response> {
  const field = (name: string) => form.get(name) ?? '';
  const saved = storedText(request.fields, 'saved_card');
  const typed = { number: field('cc_number'), name: field('cc_name'), expiry: field('cc_exp'), cvc: field('cc_csc') };
  const read = saved === undefined ? readCard(typed, now()) : readSavedCard(saved, typed.cvc);
  if ('problems' in read) return goTo('requestForm', request.id, read.problems, typedAgain(form, read.problems));
  const amount = { minor: request.amountMinor, currency: currencyOfRequest(request) };
  if (needsChallenge(read.card.behaviour, amount)) return askForCode(request, { ...read.card, vanishes: vanishes(form) }, send);
  await pay(request, { kind: 'approve', card: read.card, vanishes: vanishes(form) }, send);
  return goTo('continue', request.id);
}

/** What need not be typed again. A name with digits, or what is no expiry date, may be a card's number in the wrong field. */
const typedAgain = (form: URLSearchParams, problems: string[]): TypedCard => {
  const name = form.get('cc_name') ?? '';
  const expiry = form.get('cc_exp') ?? '';
  return { name: problems.includes('card_name') || /\d/.test(name) ? '' : name, expiry: problems.includes('card_expiry') ? '' : expiry };
};

async function askForCode(request: OpenRequest, card: ReadCard & { vanishes: boolean }, send: Send): Promise<Response> {
  const shopPage = await fetchRedirectPage(request, request.account, send);
  return goTo((await openChallenge(request.id, { ...card, shopPage })) ? 'challenge' : 'continue', request.id);
}

async function submitChallenge(request: OpenRequest, form: URLSearchParams, send: Send): Promise<Response> {
  const challenge = challengeOf(request);
  if (!challenge) return goTo('continue', request.id);
  const { shopPage: _, wrongCodes, vanishes: isVanishing, ...card } = challenge;
  if (form.get('decision') === 'reject') {
    await pay(request, { kind: 'reject_challenge', card }, send);
    return goTo('continue', request.id);
  }
  const isRight = wrongCodes < mostWrongCodes && (form.get('code') ?? '').trim() === challengeCode;
  if (!isRight && (await countWrongCode(request.id)) > 0) return goTo('challenge', request.id, ['code']);
  await pay(request, isRight ? { kind: 'approve', card, isProven: true, vanishes: isVanishing } : { kind: 'too_many_codes', card }, send);
  return goTo('continue', request.id);
}

async function submitDecision(request: OpenRequest, form: URLSearchParams): Promise<Response> {
  const outcome = form.get('decision');
  const open = await db().sandboxTransaction.findFirst({ where: { requestId: request.id, status: 'pending' } });
  if (open && (outcome === 'approve' || outcome === 'decline')) await decideTransaction(open.id, outcome);
  return goTo('requestForm', request.id);
}
