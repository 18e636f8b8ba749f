import { now } from '../clock.ts';
import { db, type Tx } from '../db/client.ts';
import { newId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { type Basket, checkBasket, type Refusal } from './basket.ts';
import { type Form, formOf, textOf, textsOf } from './form.ts';
import { findTerminal, type Terminal, terminals } from './terminals.ts';

/** A session is CREATED until one of its payments succeeds. */
type Session = { id: string; status: 'CREATED' };

/** Takes a checkoutSession: one basket, and the terminals it may be paid at; all that know its currency when none is named. */
export async function createCheckoutSession(account: Account, form: Form): Promise<Session | Refusal> {
  const basket = checkBasket(form);
  if ('refused' in basket) return basket;
  const offered = terminalsFor(basket);
  if ('refused' in offered) return offered;
  const id = textOf(form, 'session_id') ?? newId();
  const session = { accountId: account.id, id, shopOrderId: basket.shopOrderId, amountMinor: basket.amountMinor, currency: basket.currency };
  const data = { ...session, terminals: offered.titles, status: 'CREATED', createdAt: now() };
  const { count } = await db().sandboxSession.createMany({ data: [data], skipDuplicates: true });
  return count === 1 ? { id, status: 'CREATED' } : { refused: `session_id ${id} was used already` };
}

function terminalsFor({ form, currency }: Basket): { titles: string[] } | Refusal {
  const named = [textOf(form, 'terminal'), ...Object.values(textsOf(formOf(form, 'terminals')))].filter((title) => title !== undefined && title !== '');
  const titles: string[] = [];
  for (const title of named) {
    const terminal = findTerminal(title ?? '', currency);
    if (!terminal) return { refused: `The terminal ${String(title).slice(0, 100)} does not exist` };
    if (!terminal.currencies.includes(currency)) return { refused: `The terminal ${terminal.title} does not support ${currency}` };
    titles.push(terminal.title);
  }
  if (named.length > 0) return { titles: [...new Set(titles)] };
  return { titles: terminals.filter((terminal) => terminal.currencies.includes(currency)).map(({ title }) => title) };
}

/** Why a payment cannot belong to the session it names; undefined when it can, or names none. */
export async function objectionToSession(account: Account, { form, currency, terminal }: Basket & { terminal: Terminal }): Promise<string | undefined> {
  const id = textOf(form, 'session_id');
  if (id === undefined) return undefined;
  const session = await db().sandboxSession.findUnique({ where: { accountId_id: { accountId: account.id, id } } });
  if (!session) return `session_id ${id} is not known`;
  if (session.status !== 'CREATED') return `The session ${id} is paid already`;
  if (session.currency !== currency) return `The session ${id} is in ${session.currency}`;
  return session.terminals.includes(terminal.title) ? undefined : `The session ${id} does not offer the terminal ${terminal.title}`;
}

/** One of the session's payments succeeded: no other can be begun in it. */
export async function completeSession(tx: Tx, request: { accountId: string; sessionId: string | null }): Promise<void> {
  if (request.sessionId === null) return;
  await tx.sandboxSession.updateMany({ where: { accountId: request.accountId, id: request.sessionId }, data: { status: 'COMPLETED' } });
}
