import { now } from '../clock.ts';
import { transaction } from '../db/client.ts';
import { newId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { paymentAddress } from './addresses.ts';
import { type Basket, checkBasket, type Refusal } from './basket.ts';
import { maskOfToken } from './card-tokens.ts';
import { objectionToSession } from './checkout-sessions.ts';
import { type Form, formOf, textOf, textsOf } from './form.ts';
import { findTerminal, type Terminal } from './terminals.ts';

/** The same shop_orderid may be sent at most this often. */
const maximumUses = 4;

type Checked = Basket & { terminal: Terminal };

/** A request that was taken, and where the customer pays: `appUrl` answers the address of the method's app. */
type Taken = { id: string; url: string; appUrl: string | undefined };

/** Takes a createPaymentRequest: checks it as strictly as the real gateway, keeps it, and says where the customer pays. */
export async function createPaymentRequest(account: Account, form: Form): Promise<Taken | Refusal> {
  const checked = checkPaymentRequest(form);
  if ('refused' in checked) return checked;
  const token = textOf(form, 'ccToken');
  const savedCard = token && maskOfToken(account.id, token);
  if (token && !(savedCard && checked.terminal.kind === 'card'))
    return { refused: 'ccToken must be one that this shop was given for a card, and go to a card terminal' };
  const objection = await objectionToSession(account, checked);
  if (objection) return { refused: objection };
  const id = newId();
  const isKept = await keepRequest(account, id, { ...checked, savedCard });
  if (!isKept) return { refused: `shop_orderid ${checked.shopOrderId} was used ${maximumUses} times already` };
  return { id, url: paymentAddress('requestForm', id), appUrl: checked.terminal.appScheme && paymentAddress('appUrl', id) };
}

/** The request's parts when every rule of the wire holds; the first broken rule in words otherwise. */
export function checkPaymentRequest(form: Form): Checked | Refusal {
  const basket = checkBasket(form);
  if ('refused' in basket) return basket;
  const title = textOf(form, 'terminal') ?? '';
  const terminal = findTerminal(title, basket.currency);
  if (!terminal) return { refused: `The terminal ${title.slice(0, 100)} does not exist` };
  const objection = objectionToTerminal(terminal, basket);
  return objection ? { refused: objection } : { ...basket, terminal };
}

function objectionToTerminal(terminal: Terminal, { currency, type }: Basket): string | undefined {
  if (!terminal.currencies.includes(currency)) return `The terminal ${terminal.title} does not support ${currency}`;
  if (type === 'verifyCard' && terminal.nature !== 'CreditCard') return `The terminal ${terminal.title} has no cards to verify`;
  if (type.startsWith('subscription') && terminal.agreements.length === 0) return `The terminal ${terminal.title} does not support subscriptions`;
  return undefined;
}

async function keepRequest(account: Account, id: string, asked: Checked & { savedCard: string | undefined }): Promise<boolean> {
  const { terminal, currency, amountMinor, shopOrderId, type, form } = asked;
  const at = now();
  return transaction(async (tx) => {
    // One order id at a time, so that two requests cannot both be the fourth.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sandbox:${account.id}:${shopOrderId}`}, 0))`;
    const uses = await tx.sandboxPaymentRequest.count({ where: { accountId: account.id, shopOrderId } });
    if (uses >= maximumUses) return false;
    const request = { id, accountId: account.id, terminal: terminal.title, shopOrderId, type, amountMinor, currency, fields: keptFields(asked) };
    const sessionId = textOf(form, 'session_id') ?? null;
    await tx.sandboxPaymentRequest.create({ data: { ...request, sessionId, step: 'open', createdAt: at, changedAt: at } });
    return true;
  });
}

const keptGroups = ['config', 'transaction_info', 'customer_info'] as const;
const keptTexts = ['language', 'cookie', 'sale_reconciliation_identifier', 'fraud_service', 'payment_source', 'form_template'] as const;

/** The parameters that are used again. Of a card's token nothing but the mask it stands for. */
function keptFields({ form, savedCard }: { form: Form; savedCard: string | undefined }) {
  const texts = keptTexts.flatMap((key) => {
    const value = textOf(form, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(keptGroups.map((group) => [group, textsOf(formOf(form, group))])),
    ...Object.fromEntries(texts),
    ...(savedCard === undefined ? {} : { saved_card: savedCard }),
  };
}
