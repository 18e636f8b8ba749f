import { setTimeout as wait } from 'node:timers/promises';
import { isId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { type Taken, takeFaults, type Wanted } from './faults.ts';
import { type Form, textOf } from './form.ts';

const everyCall: Wanted = [['slow'], ['down', 'lost_answer', 'broken_xml', 'huge_xml']];

/** The faults that are on for one call of the wire. Waits first when it is to be slow. */
export async function takeWireFaults(account: Account, method: string, form: Form): Promise<Taken> {
  const [transactionId = '', paymentId = ''] = ['transaction_id', 'payment_id'].map((key) => textOf(form, key));
  const occasion = {
    accountId: account.id,
    method,
    order: textOf(form, 'shop_orderid'),
    transactionId: /^\d{1,18}$/.test(transactionId) ? BigInt(transactionId) : undefined,
    paymentId: isId(paymentId) ? paymentId : undefined,
  };
  const taken = await takeFaults(occasion, method === 'createPaymentRequest' ? [...everyCall, ['callback_before_answer']] : everyCall);
  const delayMs = taken.get('slow');
  if (delayMs) await wait(delayMs);
  return taken;
}

/** More than any reader of the wire should take. */
const hugeBytes = 3 * 1024 * 1024;

/** An XML text as the faults on it leave it. */
export function disturbXml(xml: string, faults: Taken): string {
  if (faults.has('broken_xml')) return xml.slice(0, Math.floor(xml.length / 2));
  return faults.has('huge_xml') ? xml.replace('</Body>', () => `<Padding>${'x'.repeat(hugeBytes)}</Padding></Body>`) : xml;
}
