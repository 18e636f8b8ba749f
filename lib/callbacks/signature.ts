import { createHmac } from 'node:crypto';

/**
 * The value of `AltaPay-Signature`: `t=<unix seconds>;s0=<hex>[;s1=<hex>]`, one `sN` per active secret, each
 * HMAC-SHA256 of the raw body, a dot, and the timestamp (AltaPay: CallbackSecurity).
 */
export function callbackSignature(body: string, at: Date, secrets: readonly string[]): string {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret, index) => `s${index}=${createHmac('sha256', secret).update(`${body}.${timestamp}`).digest('hex')}`);
  return [`t=${timestamp}`, ...signatures].join(';');
}
