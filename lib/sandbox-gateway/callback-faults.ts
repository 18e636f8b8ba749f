import { setTimeout as wait } from 'node:timers/promises';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { newId } from '../ids.ts';
import { currencyOf } from '../money.ts';
import { checksumSecret } from './accounts.ts';
import type { CallbackKind } from './callbacks.ts';
import { callbackChecksum } from './checksum.ts';
import { type Taken, takeFaults, type Wanted } from './faults.ts';
import type { Answer, Send } from './send.ts';
import { disturbXml } from './wire-faults.ts';

type Fields = Record<string, string>;

/** A callback as it should be sent. */
export type Callback = { accountId: string; kind: CallbackKind; url: string; fields: Fields; cookie: string | undefined };

const forged: Wanted = [['wrong_amount'], ['wrong_currency'], ['bad_checksum', 'no_checksum'], ['broken_xml', 'huge_xml'], ['duplicate_callback']];
const named: Wanted = [['slow'], ['lost_answer']];

/** What can happen to a callback: about a result, unasked; to any other, only when a fault names it. */
function takeCallbackFaults({ accountId, kind, fields }: Callback): Promise<Taken> {
  const occasion = { accountId, method: `callback_${kind}`, order: fields.shop_orderid };
  const isAboutResult = kind === 'ok' || kind === 'fail' || kind === 'open' || kind === 'notification';
  if (isAboutResult) return takeFaults(occasion, [['callback_unreachable'], ...forged], named);
  return takeFaults(occasion, kind === 'verify_order' ? [['never_verify']] : [], [['callback_unreachable'], ...forged, ...named]);
}

/** Sends a callback as the faults on the board want it, and writes down what was sent and answered. */
export async function sendWithFaults(callback: Callback, send: Send): Promise<Answer> {
  const faults = await takeCallbackFaults(callback);
  // The bank that never asks goes on as if it had been told OKAY.
  if (faults.has('never_verify')) return note(callback, faults, { outcome: 'answered', status: 200, location: undefined, body: 'OKAY' });
  const delayMs = faults.get('slow');
  if (delayMs) await wait(delayMs);
  if (faults.has('callback_unreachable')) return note(callback, faults, lost);
  const { url, cookie } = callback;
  const fields = await disturbFields(callback, faults);
  const sendOnce = async () => note(callback, faults, await send({ url, fields, cookie }));
  const [answer = lost] = faults.has('duplicate_callback') ? [...(await Promise.all([sendOnce(), sendOnce()])), await sendOnce()] : [await sendOnce()];
  return faults.has('lost_answer') ? lost : answer;
}

const lost: Answer = { outcome: 'unreachable', reason: 'fault' };

async function disturbFields({ accountId, fields }: Callback, faults: Taken): Promise<Fields> {
  if (faults.size === 0) return fields;
  const { amount = '', currency = '', shop_orderid = '', xml } = fields;
  const wrong = { amount: faults.has('wrong_amount') ? oneMore(amount) : amount, currency: faults.has('wrong_currency') ? otherThan(currency) : currency };
  const isWrong = wrong.amount !== amount || wrong.currency !== currency;
  const signed = isWrong ? callbackChecksum({ ...wrong, shop_orderid }, await secretOf(accountId)) : (fields.checksum ?? '');
  const told: Fields = { ...fields, ...wrong, checksum: faults.has('bad_checksum') ? spoilt(signed) : signed };
  if (xml !== undefined) told.xml = disturbXml(renamed(xml, { amount, currency }, wrong), faults);
  return Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'checksum' || !faults.has('no_checksum')));
}

const secretOf = async (accountId: string): Promise<string> => checksumSecret(await db().sandboxAccount.findUniqueOrThrow({ where: { id: accountId } }));

/** An amount of the wire, which always has two decimals, and 1.00 to it. */
const oneMore = (amount: string): string => String(BigInt(amount.replace('.', '')) + 100n).replace(/(..)$/, '.$1');

const otherThan = (currency: string): string => (currency === '978' ? '208' : '978');

const spoilt = (checksum: string): string => `${checksum.startsWith('0') ? '1' : '0'}${checksum.slice(1)}`;

type Named = { amount: string; currency: string };

/** The XML tells the same story as the fields. */
function renamed(xml: string, right: Named, wrong: Named): string {
  const letters = (numeric: string): string => currencyOf(numeric) ?? numeric;
  return xml
    .replaceAll(`>${right.amount}<`, `>${wrong.amount}<`)
    .replaceAll(`>${right.currency}<`, `>${wrong.currency}<`)
    .replaceAll(`>${letters(right.currency)}<`, `>${letters(wrong.currency)}<`)
    .replaceAll(`currency="${right.currency}"`, `currency="${wrong.currency}"`);
}

const maximumDetail = 255;

/** Writes a callback down for the board, and answers what it was answered. */
async function note({ accountId, kind, fields }: Callback, faults: Taken, answer: Answer): Promise<Answer> {
  const isAnswered = answer.outcome === 'answered';
  const detail = isAnswered ? (answer.location ?? (kind === 'verify_order' ? answer.body.trim() : '')) : answer.reason;
  await db().sandboxCallback.create({
    data: {
      id: newId(),
      accountId,
      shopOrderId: fields.shop_orderid ?? '',
      kind,
      faults: [...faults.keys()],
      status: isAnswered ? answer.status : null,
      detail: printable(detail).slice(0, maximumDetail),
      sentAt: now(),
    },
  });
  return answer;
}

/** What a shop answers may hold characters that the database, or a page, cannot. */
const printable = (text: string): string => text.toWellFormed().replace(/\p{Cc}+/gu, ' ');
