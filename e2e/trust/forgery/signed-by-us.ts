import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { readKeySet, verifyReceipt } from '#lib/receipts/verify.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { verifyCallback, verifyWebhook } from '#lib/webhooks/verify.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { isSigned, type ReceivedCallback } from '../../fixtures/shop.ts';
import { type Chance, chanceOf } from '../rounds.ts';
import { askUntil } from '../until.ts';
import { cut, flipped, lengthened } from './changed-text.ts';
import type { Ground } from './ground.ts';
import { inTurn } from './in-turn.ts';
import type { Tally } from './tally.ts';

/** One kind of thing that we sign: whether a text with its headers is verified, by our own code and by somebody else's. */
type Signed<Thing> = {
  name: string;
  real: Thing;
  ours: (thing: Thing) => boolean;
  others: (thing: Thing) => boolean;
  forgeries: readonly { kind: string; forge: (chance: Chance, real: Thing) => Thing }[];
};

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const otherSecret = 'a-secret-of-another-merchant-1234567890';
const otherKey = `whsec_${Buffer.from(otherSecret).toString('base64')}`;

/** A body with one of its bytes another. */
function byteChanged(chance: Chance, text: string): string {
  const bytes = Buffer.from(text);
  const at = chance.whole(0, bytes.length - 1);
  // Another character of ASCII, so that a text stays a text.
  bytes[at] = ((bytes[at] ?? 0) & 0x80) === 0 ? ((bytes[at] ?? 0) + chance.whole(1, 94)) % 0x7f : (bytes[at] ?? 0) ^ 1;
  return bytes.toString('latin1') === Buffer.from(text).toString('latin1') ? `${text} ` : bytes.toString('utf8');
}

const writtenAnew = (chance: Chance, text: string): string => {
  const value = JSON.parse(text) as object;
  return chance.of([
    JSON.stringify(value, null, 2),
    `${text} `,
    ` ${text}`,
    `${text.trimEnd()}\r\n`,
    JSON.stringify(Object.fromEntries(Object.entries(value).reverse())),
    `\ufeff${text}`,
  ]);
};

type Sent = { body: string; headers: Record<string, string> };
const withHeader = (sent: Sent, name: string, value: string): Sent => ({ ...sent, headers: { ...sent.headers, [name]: value } });
const of = (sent: Sent, name: string): string => sent.headers[name] ?? '';

function signedCallback(callback: ReceivedCallback, secret: string): Signed<Sent> {
  const header = 'altapay-signature';
  const changed = (change: (text: string, chance: Chance) => string) => (chance: Chance, real: Sent) =>
    withHeader(real, header, change(of(real, header), chance));
  return {
    name: 'a callback to a shop',
    real: { body: callback.body, headers: { [header]: String(callback.headers[header]) } },
    ours: ({ body, headers }) => verifyCallback({ body, header: headers[header], secrets: [secret], at: new Date() }).ok,
    others: ({ body, headers }) => isSigned({ path: '', headers, body }, secret),
    forgeries: [
      { kind: 'one byte changed', forge: (chance, real) => ({ ...real, body: byteChanged(chance, real.body) }) },
      { kind: 'cut', forge: (chance, real) => ({ ...real, body: cut(chance, real.body) }) },
      { kind: 'too long', forge: (chance, real) => ({ ...real, body: lengthened(chance, real.body) }) },
      { kind: 'written anew', forge: (chance, real) => ({ ...real, body: writtenAnew(chance, real.body) }) },
      {
        kind: 'one digit of the signature changed',
        forge: changed((text, chance) => text.replace(/(?<=s0=)[0-9a-f]+/, (hex) => flipped(chance, hex, '0123456789abcdef'))),
      },
      { kind: 'the signature cut', forge: changed((text, chance) => text.replace(/(?<=s0=)[0-9a-f]+/, (hex) => cut(chance, hex))) },
      { kind: 'no signature', forge: changed((text, chance) => chance.of([text.replace(/;s0=[0-9a-f]+/, ''), text.replace(/s0=[0-9a-f]+/, 's0='), '', 's0'])) },
      {
        kind: 'another time',
        forge: changed((text, chance) => text.replace(/\d+/, (seconds) => String(Number(seconds) + chance.of([1, -1, 301, -301, 86_400])))),
      },
      { kind: 'an older scheme’s name', forge: changed((text) => text.replace('s0=', 'v0=')) },
    ],
  };
}

function signedWebhook({ body, headers }: ReceivedCallback, secret: string): Signed<Sent> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const changed = (name: string, change: (text: string, chance: Chance) => string) => (chance: Chance, real: Sent) =>
    withHeader(real, name, change(of(real, name), chance));
  return {
    name: 'a webhook',
    real: { body, headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])) },
    ours: (sent) => verifyWebhook({ ...sent, secrets: [secret], at: new Date() }).ok,
    others: (sent) => isTrue(() => void new Webhook(secret).verify(sent.body, sent.headers)),
    forgeries: [
      { kind: 'one byte changed', forge: (chance, real) => ({ ...real, body: byteChanged(chance, real.body) }) },
      { kind: 'cut', forge: (chance, real) => ({ ...real, body: cut(chance, real.body) }) },
      { kind: 'too long', forge: (chance, real) => ({ ...real, body: lengthened(chance, real.body) }) },
      { kind: 'written anew', forge: (chance, real) => ({ ...real, body: writtenAnew(chance, real.body) }) },
      { kind: 'another event’s id', forge: changed('webhook-id', (text, chance) => flipped(chance, text, '0123456789abcdef')) },
      { kind: 'another time', forge: changed('webhook-timestamp', (seconds, chance) => String(Number(seconds) + chance.of([1, -1, 301, -301]))) },
      {
        kind: 'one character of the signature changed',
        forge: changed('webhook-signature', (text, chance) => `v1,${flipped(chance, text.slice(3), base64, 2)}`),
      },
      { kind: 'the signature cut', forge: changed('webhook-signature', (text, chance) => `v1,${cut(chance, text.slice(3))}`) },
      { kind: 'another scheme’s name', forge: changed('webhook-signature', (text, chance) => text.replace('v1', chance.of(['v0', 'v2', 'v1a', 'V1', '']))) },
      { kind: 'no signature', forge: changed('webhook-signature', (_text, chance) => chance.of(['v1,', '', 'v1', ','])) },
    ],
  };
}

/** Whether nothing was thrown. */
function isTrue(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** JSON with its members in order, which is all of RFC 8785 that our receipts need: written here, so that it is not the product's own. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${inOrder(member)}`).join(',')}}`;
}

type Jwk = { kty: string; crv: string; x: string };

/** What a reader with nothing but the published keys can check: that what the file says is what was signed. */
function isSignedReceipt(text: string, keys: readonly Jwk[]): boolean {
  return keys.some((jwk) => {
    try {
      const { signature, ...document } = JSON.parse(text) as { signature: Record<string, string> };
      const { value = '', ...rest } = signature;
      return verify(
        null,
        Buffer.from(inOrder({ ...document, signature: rest })),
        createPublicKey({ key: jwk, format: 'jwk' }),
        Buffer.from(value, 'base64url'),
      );
    } catch {
      return false;
    }
  });
}

function signedReceipt(file: string, keySet: string): Signed<string> {
  const keys = readKeySet(keySet);
  const { keys: jwks } = JSON.parse(keySet) as { keys: Jwk[] };
  return {
    name: 'a receipt',
    real: file,
    ours: (text) => verifyReceipt(Buffer.from(text), keys).verdict === 'genuine',
    others: (text) => isSignedReceipt(text, jwks),
    forgeries: [
      { kind: 'one byte changed', forge: byteChanged },
      { kind: 'cut', forge: cut },
      { kind: 'too long', forge: lengthened },
      { kind: 'written anew', forge: writtenAnew },
      { kind: 'something that it says changed', forge: memberChanged(true) },
      { kind: 'something said about it changed', forge: memberChanged(false) },
      { kind: 'a member twice', forge: (chance, text) => text.replace('{', `{"${chance.of(['issuer', 'issuedAt', 'receipt', 'signature'])}":"x",`) },
    ],
  };
}

type Members = Record<string, unknown>;

/** Everything that a document says, one by one, with what holds it. */
const places = (holder: Members): { holder: Members; name: string }[] =>
  Object.entries(holder).flatMap(([name, value]) => (typeof value === 'object' && value !== null ? places(value as Members) : [{ holder, name }]));

/** Another value somewhere in the receipt itself, or in what is said about it; the file is then written as ours are. */
const memberChanged =
  (isInside: boolean) =>
  (chance: Chance, text: string): string => {
    const { receipt, ...about } = JSON.parse(text) as { receipt: Members };
    const [found] = chance.shuffled(places(isInside ? receipt : about));
    if (!found) throw new Error('The receipt says nothing');
    const { holder, name } = found;
    const value = holder[name];
    if (chance.isOnce(0.2)) delete holder[name];
    else holder[name] = typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`;
    return `${inOrder({ receipt, ...about })}\n`;
  };

/** Draws so many forgeries of one kind of thing; none may be verified, and the true one must be, by ours and by others. */
function forgeSigned<Thing>({ name, real, ours, others, forgeries }: Signed<Thing>, { seed, count }: { seed: number; count: number }, tally: Tally): void {
  if (!ours(real)) tally.refused(`${name}, by our own code`);
  if (!others(real)) tally.refused(`${name}, by somebody else’s code`);
  for (let number = 0; number < count; number += 1) {
    const { kind, forge } = inTurn(forgeries, number);
    const forged = forge(chanceOf(seed, 40_000 + number), real);
    tally.add(`${name}: ${kind}`, ours(forged) ? [`verified: ${JSON.stringify(forged).slice(0, 600)}`] : []);
  }
}

type Heard = { callback: ReceivedCallback; webhook: ReceivedCallback; secret: string; receipt: string; keySet: string };

/** A customer pays; what the shop is told of it, and what the customer keeps. */
async function listen({ server, shop }: Ground): Promise<Heard> {
  const endpoint = await shop.api('POST', '/webhooks', { url: `${shop.origin}/signed-events`, eventTypes: ['session.paid'] });
  const callbacks = { notification: `${shop.origin}/signed-notify`, bodyFormat: 'JSON' };
  const { paymentId, url } = await startPayment(shop, await openSession(shop, { order: anOrder(), callbacks }));
  await submitAtGateway(url, pays.card);
  const heard = (path: string) =>
    askUntil(
      async () => shop.callbacks.find((callback) => callback.path === path),
      (found) => found !== undefined,
      15_000,
    );
  const [callback, webhook] = [await heard('/signed-notify'), await heard('/signed-events')];
  const receipt = await shop.api('GET', `/payment/${paymentId}/receipt.json`);
  const keySet = await (await fetch(`${server.publicUrl}/receipt-keys.json`)).text();
  if (!callback || !webhook || receipt.status !== 200) throw new Error(`The shop was not told: ${receipt.status} ${receipt.text.slice(0, 200)}`);
  return { callback, webhook, secret: String(endpoint.body.secret), receipt: receipt.text, keySet };
}

/** What we sign ourselves is verified when it is true, and not otherwise, nor with another merchant's secret or key. */
export async function forgeOurs(ground: Ground, given: { seed: number; count: number }, tally: Tally): Promise<void> {
  const { callback, webhook, secret, receipt, keySet } = await listen(ground);
  const [told, event, kept] = [signedCallback(callback, ground.shop.callbackSecret), signedWebhook(webhook, secret), signedReceipt(receipt, keySet)];
  forgeSigned(told, given, tally);
  forgeSigned(event, given, tally);
  forgeSigned(kept, given, tally);
  for (const other of [ground.stranger.callbackSecret, otherSecret])
    tally.add('a callback with another merchant’s secret', signedCallback(callback, other).ours(told.real) ? ['verified'] : []);
  tally.add('a webhook with another endpoint’s secret', signedWebhook(webhook, otherKey).ours(event.real) ? ['verified'] : []);
  const foreign = JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32, 7).toString('base64url') }] });
  tally.add('a receipt with another service’s keys', signedReceipt(receipt, foreign).ours(kept.real) ? ['verified'] : []);
  forgeOld(told.real, event.real, { secret: ground.shop.callbackSecret, key: secret }, tally);
}

/** What was true once is not believed later than five minutes after, nor before it was signed. */
function forgeOld(callback: Sent, event: Sent, { secret, key }: { secret: string; key: string }, tally: Tally): void {
  for (const minutes of [6, 60, 1_440, -6]) {
    const at = new Date(Date.now() + minutes * 60_000);
    const header = callback.headers['altapay-signature'];
    tally.add(
      'a callback of another time',
      verifyCallback({ body: callback.body, header, secrets: [secret], at }).ok ? [`verified ${minutes} minutes later`] : [],
    );
    tally.add('a webhook of another time', verifyWebhook({ ...event, secrets: [key], at }).ok ? [`verified ${minutes} minutes later`] : []);
  }
}
