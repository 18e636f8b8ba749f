import { createHash } from 'node:crypto';

/** The members the callback checksum covers, beside the secret. */
export type Checked = { amount: string; currency: string; shop_orderid: string };

/** The classic callback checksum: md5 over "key=value" joined by commas, keys sorted, the secret among them. */
export function callbackChecksum(checked: Checked, secret: string): string {
  const members = Object.entries({ amount: checked.amount, currency: checked.currency, shop_orderid: checked.shop_orderid, secret });
  const text = members.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, value]) => `${key}=${value}`);
  return createHash('md5').update(text.join(',')).digest('hex');
}
