import { z } from 'zod';
import { later, now } from '../clock.ts';
import { db } from '../db/client.ts';
import { env } from '../env.ts';
import { isId } from '../ids.ts';
import { fetchFormPage, outcomeOf } from './callbacks.ts';
import { testCards } from './cards.ts';
import { challengeCode, challengeOf, mostWrongCodes } from './challenge.ts';
import { cardInWallet } from './customer-decisions.ts';
import type { PaymentFacts, SandboxPage } from './page-contract.ts';
import type { OpenRequest } from './pay.ts';
import { type Send, sendOverHttp } from './send.ts';
import { findTerminal, type Terminal } from './terminals.ts';
import { currencyOfRequest, storedText, storedTexts } from './transaction-xml.ts';

const Outcome = z.object({ location: z.string().optional(), words: z.string().optional() });

/** How long the page waits for the shop's answer before it shows the result without a way back. */
const answerMs = 15_000;

/** The payment request of a page; undefined for an unknown id, and in live mode. */
export async function findOpenRequest(pid: string): Promise<OpenRequest | undefined> {
  if (env().MODE !== 'test' || !isId(pid)) return undefined;
  return (await db().sandboxPaymentRequest.findUnique({ where: { id: pid }, include: { account: true } })) ?? undefined;
}

/** Who is paid by a request, how much, for which order. */
const factsOf = (request: OpenRequest): PaymentFacts => ({
  pid: request.id,
  shopName: request.account.shopName,
  amount: { minor: request.amountMinor, currency: currencyOfRequest(request) },
  shopOrderId: request.shopOrderId,
  method: findTerminal(request.terminal)?.name ?? request.terminal,
});

/** The page of a payment request in its present state. Writes nothing; asks the shop for the page it has around a form. */
export async function loadSandboxPage(pid: string, send: Send = sendOverHttp): Promise<SandboxPage | undefined> {
  const request = await findOpenRequest(pid);
  const terminal = request && findTerminal(request.terminal);
  if (!request || !terminal) return undefined;
  const facts = factsOf(request);
  if (request.step === 'closed') return donePage(request, facts);
  if (request.step === 'paying' || request.step === 'unanswered') return { ...facts, state: 'working' };
  const challenge = challengeOf(request);
  if (challenge) {
    const { maskedPan, shopPage, wrongCodes } = challenge;
    return { ...facts, state: 'challenge', card: maskedPan, code: challengeCode, codesLeft: mostWrongCodes - wrongCodes, shopPage };
  }
  return { ...facts, state: 'form', shopPage: await fetchFormPage(request, request.account, send), ...formOf(request, terminal) };
}

type FormPage = Extract<SandboxPage, { state: 'form' }>;
/** What a kind's form has beside what every form has. */
type OwnPart<Page> = Page extends FormPage ? Omit<Page, keyof PaymentFacts | 'state' | 'shopPage'> : never;

function formOf(request: OpenRequest, terminal: Terminal): OwnPart<FormPage> {
  switch (terminal.kind) {
    case 'card':
      return { kind: 'card', cards: testCards, savedCard: storedText(request.fields, 'saved_card'), isCheckOnly: request.type === 'verifyCard' };
    case 'sheet':
      return { kind: 'sheet', card: cardInWallet(terminal)?.maskedPan ?? '' };
    case 'wallet':
      return { kind: 'wallet' };
    case 'bank':
      return { kind: 'bank', isSignedIn: request.step === 'signed_in' };
    case 'invoice':
      return { kind: 'invoice', buyer: buyerOf(storedTexts(request.fields, 'customer_info')) };
  }
}

const buyerOf = (info: Record<string, string>) => ({
  name: [info.billing_firstname, info.billing_lastname].filter(Boolean).join(' '),
  email: info.email ?? '',
});

async function donePage(request: OpenRequest, facts: PaymentFacts): Promise<SandboxPage> {
  if (request.outcome === null && request.changedAt > later(now(), -answerMs)) return { ...facts, state: 'working' };
  const paid = await db().sandboxTransaction.findFirst({ where: { requestId: request.id } });
  const status = paid?.status ?? 'preauth_error';
  const { location, words = '' } = Outcome.safeParse(request.outcome ?? {}).data ?? {};
  return { ...facts, state: 'done', result: resultOf(status), message: paid?.message ?? '', location, words };
}

function resultOf(status: string): Extract<SandboxPage, { state: 'done' }>['result'] {
  if (status === 'epayment_cancelled') return 'cancelled';
  const { kind } = outcomeOf(status);
  if (kind === 'open') return 'pending';
  return kind === 'ok' ? 'paid' : 'declined';
}
