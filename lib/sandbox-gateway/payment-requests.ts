import { now } from '../clock.ts';
import { transaction } from '../db/client.ts';
import { env } from '../env.ts';
import { newId } from '../ids.ts';
import { type Currency, currencyOf } from '../money.ts';
import type { Account } from './accounts.ts';
import { readAmount } from './amounts.ts';
import { type Form, formOf, textOf, textsOf } from './form.ts';
import { findTerminal, type Terminal } from './terminals.ts';

/** The same shop_orderid may be sent at most this often. */
const maximumUses = 4;
const maximumDescription = 50;

const callbackKeys = ['callback_form', 'callback_ok', 'callback_fail', 'callback_redirect', 'callback_open', 'callback_notification', 'callback_verify_order'];

type Checked = { terminal: Terminal; currency: Currency; amountMinor: bigint; shopOrderId: string; type: string; form: Form };

export type Refusal = { refused: string };

const types = ['payment', 'paymentAndCapture'];

/** Takes a createPaymentRequest: checks it as strictly as the real gateway, keeps it, and says where the customer pays. */
export async function createPaymentRequest(account: Account, form: Form): Promise<{ id: string; url: string } | Refusal> {
  const checked = checkPaymentRequest(form);
  if ('refused' in checked) return checked;
  const id = newId();
  const isKept = await keepRequest(account, id, checked);
  if (!isKept) return { refused: `shop_orderid ${checked.shopOrderId} was used ${maximumUses} times already` };
  return { id, url: `${env().SANDBOX_URL}/sandbox/eCommerce/API/requestForm?pid=${id}` };
}

/** The request's parts when every rule of the wire holds; the first broken rule in words otherwise. */
export function checkPaymentRequest(form: Form): Checked | Refusal {
  const currency = currencyOf(textOf(form, 'currency') ?? '');
  if (!currency) return { refused: 'currency must be an ISO 4217 code' };
  const title = textOf(form, 'terminal') ?? '';
  const terminal = findTerminal(title, currency);
  if (!terminal) return { refused: `The terminal ${title.slice(0, 100)} does not exist` };
  if (!terminal.currencies.includes(currency)) return { refused: `The terminal ${terminal.title} does not support ${currency}` };
  const amountMinor = readAmount(textOf(form, 'amount') ?? '', currency);
  if (amountMinor === undefined) return { refused: 'amount must be above zero, with a dot and at most two decimals' };
  const shopOrderId = textOf(form, 'shop_orderid') ?? '';
  if (!/^[a-zA-Z0-9-]{1,100}$/.test(shopOrderId)) return { refused: 'shop_orderid must be 1 to 100 letters, digits or hyphens' };
  const type = textOf(form, 'type') ?? 'payment';
  if (!types.includes(type)) return { refused: `type must be one of ${types.join(', ')}` };
  const broken = checkOrderLines(form) ?? checkConfig(form);
  return broken ? { refused: broken } : { terminal, currency, amountMinor, shopOrderId, type, form };
}

function checkOrderLines(form: Form): string | undefined {
  for (const [index, line] of Object.entries(formOf(form, 'orderLines'))) {
    if (typeof line === 'string') return `orderLines[${index}] must have fields`;
    const description = textOf(line, 'description') ?? '';
    if (description === '') return `orderLines[${index}][description] is missing`;
    if (description.length > maximumDescription) return `orderLines[${index}][description] is longer than ${maximumDescription} characters`;
    if (!/^\d+(\.\d+)?$/.test(textOf(line, 'quantity') ?? '')) return `orderLines[${index}][quantity] must be a number`;
    if (!/^-?\d+(\.\d+)?$/.test(textOf(line, 'unitPrice') ?? '')) return `orderLines[${index}][unitPrice] must be a number`;
  }
  return undefined;
}

function checkConfig(form: Form): string | undefined {
  const config = formOf(form, 'config');
  for (const key of callbackKeys) {
    const url = textOf(config, key);
    if (url !== undefined && (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))) return `config[${key}] must be an http(s) address`;
  }
  return undefined;
}

async function keepRequest(account: Account, id: string, { terminal, currency, amountMinor, shopOrderId, type, form }: Checked): Promise<boolean> {
  const at = now();
  const fields = {
    config: textsOf(formOf(form, 'config')),
    transaction_info: textsOf(formOf(form, 'transaction_info')),
    ...optional('language', textOf(form, 'language')),
    ...optional('cookie', textOf(form, 'cookie')),
    ...optional('sale_reconciliation_identifier', textOf(form, 'sale_reconciliation_identifier')?.slice(0, 100)),
  };
  return transaction(async (tx) => {
    // One order id at a time, so that two requests cannot both be the fourth.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sandbox:${account.id}:${shopOrderId}`}, 0))`;
    const uses = await tx.sandboxPaymentRequest.count({ where: { accountId: account.id, shopOrderId } });
    if (uses >= maximumUses) return false;
    const request = { id, accountId: account.id, terminal: terminal.title, shopOrderId, type, amountMinor, currency, fields };
    await tx.sandboxPaymentRequest.create({ data: { ...request, step: 'open', createdAt: at, changedAt: at } });
    return true;
  });
}

const optional = (key: string, value: string | undefined): Record<string, string> => (value === undefined ? {} : { [key]: value });
