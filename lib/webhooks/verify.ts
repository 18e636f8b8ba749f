/**
 * For those who receive: whether a callback or a webhook is ours and of now. Copy this file into your backend or
 * import it; it needs nothing but Node.js. Give it the raw bytes of the body, before anything parsed them: JSON that
 * was parsed and written again is another text, and its signature is another one.
 *
 * A right signature says who sent the body. Whether it pays your order you find out by comparing the order id, the
 * amount and the currency in it with your own, and whether you have acted on it already by its id.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Why something is not to be believed. Log it; do not tell the sender, who may be trying. */
export type Refusal = 'signature_missing' | 'signature_unreadable' | 'too_old' | 'from_the_future' | 'signature_wrong';
export type VerifiedCallback = { ok: true /** When it was signed. */; at: Date } | { ok: false; reason: Refusal };
export type VerifiedWebhook = { ok: true; at: Date /** The event's id: the same each time it is sent. */; id: string } | { ok: false; reason: Refusal };

type Checked = {
  /** The raw body, as it came. */
  body: string | Uint8Array;
  /** Yours, and during a rotation the old one too: one that fits is enough. */
  secrets: readonly string[];
  /** The time by your clock: a new `Date`. */
  at: Date;
  /** How far the time of the signature may lie from `at`, either way: 300 s, at most a day. It cannot be switched off. */
  toleranceSeconds?: number;
};

type HeaderValue = string | readonly string[] | null | undefined;
type HeaderFields = { get(name: string): string | null } | Readonly<Record<string, HeaderValue>>;

const defaultToleranceSeconds = 300;
const maximumToleranceSeconds = 86_400;
const minimumSecretLength = 16;
const minimumKeyBytes = 24;
const maximumHeaderLength = 8_192;

/**
 * Verifies a callback by its `AltaPay-Signature`: `t=<unix seconds>;s0=<hex>[;s1=<hex>…]`, where any `sN` may be
 * HMAC-SHA256 of the raw body, a dot and `t`.
 * Throws TypeError or RangeError for what only your own code can get wrong: no secret, a parsed body, no time window.
 */
export function verifyCallback(given: Checked & { header: HeaderValue }): VerifiedCallback {
  const { body, toleranceMs } = checkOwnCode(given);
  for (const secret of given.secrets) {
    if (secret.length < minimumSecretLength) throw new TypeError(`a callback secret has at least ${minimumSecretLength} characters`);
  }
  const header = onlyValue(given.header);
  if (header === undefined) return refuse('signature_missing');
  const fields = callbackFields(header);
  const seconds = fields?.get('t');
  if (!fields || seconds === undefined || !isTime(seconds)) return refuse('signature_unreadable');
  const staleness = stalenessOf(seconds, given.at, toleranceMs);
  if (staleness) return refuse(staleness);
  const signatures = [...fields].filter(([name]) => /^s\d+$/.test(name)).map(([, value]) => value.toLowerCase());
  const expected = given.secrets.map((secret) => createHmac('sha256', secret).update(body).update(`.${seconds}`).digest('hex'));
  return isAnyOf(signatures, expected) ? { ok: true, at: timeOf(seconds) } : refuse('signature_wrong');
}

/**
 * Verifies a webhook by Standard Webhooks: any `v1,<base64>` of `webhook-signature` may be HMAC-SHA256 of
 * `<webhook-id>.<webhook-timestamp>.<raw body>`. `headers` is a `Headers`, or what Node.js and its frameworks call
 * `request.headers`. Throws like `verifyCallback`.
 */
export function verifyWebhook(given: Checked & { headers: HeaderFields }): VerifiedWebhook {
  const { body, toleranceMs } = checkOwnCode(given);
  const keys = given.secrets.map(webhookKey);
  const [id, seconds, header] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => onlyValue(fieldOf(given.headers, name)));
  if (id === undefined || seconds === undefined || header === undefined) return refuse('signature_missing');
  if (!/^[\w-]{1,255}$/.test(id) || !isTime(seconds) || header.length > maximumHeaderLength) return refuse('signature_unreadable');
  const staleness = stalenessOf(seconds, given.at, toleranceMs);
  if (staleness) return refuse(staleness);
  const signatures = header.split(' ').filter((part) => part.startsWith('v1,'));
  const expected = keys.map((key) => `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`);
  return isAnyOf(signatures, expected) ? { ok: true, at: timeOf(seconds), id } : refuse('signature_wrong');
}

const refuse = (reason: Refusal): { ok: false; reason: Refusal } => ({ ok: false, reason });

/** What a sender cannot cause is thrown, so that it is seen on the first day and never believed. */
function checkOwnCode({ body, secrets, at, toleranceSeconds = defaultToleranceSeconds }: Checked): { body: Uint8Array; toleranceMs: number } {
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    throw new TypeError('body must be the raw bytes, as text or Buffer, not what was parsed of them');
  if (!Array.isArray(secrets) || secrets.length === 0) throw new TypeError('secrets must be a list with at least one secret');
  if (secrets.some((secret) => typeof secret !== 'string')) throw new TypeError('each secret must be text; is its setting there?');
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw new TypeError('at must be a Date, the time by your clock');
  if (typeof toleranceSeconds !== 'number' || !(toleranceSeconds > 0 && toleranceSeconds <= maximumToleranceSeconds))
    throw new RangeError(`toleranceSeconds must be more than 0 and at most ${maximumToleranceSeconds}`);
  return { body: typeof body === 'string' ? Buffer.from(body) : body, toleranceMs: toleranceSeconds * 1000 };
}

function webhookKey(secret: string): Buffer {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length < minimumKeyBytes) throw new TypeError(`a webhook secret is whsec_ and the base64 of at least ${minimumKeyBytes} bytes`);
  return key;
}

/** The one value of a header that must not be there twice: two might be read differently by two readers. */
function onlyValue(value: HeaderValue): string | undefined {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}

/** A header by its name in any case. */
function fieldOf(headers: HeaderFields, name: string): HeaderValue {
  if (isHeaders(headers)) return headers.get(name);
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
}

const isHeaders = (headers: HeaderFields): headers is { get(name: string): string | null } => typeof headers.get === 'function';

/** The fields of `AltaPay-Signature` by name; undefined when it is no such list, or names one twice. */
function callbackFields(header: string): Map<string, string> | undefined {
  if (header.length > maximumHeaderLength) return undefined;
  const pairs = header.split(';').map((part) => /^ *([a-z]\w*)=([^;=]*?) *$/.exec(part));
  const fields = new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
  return fields.has('') || fields.size < pairs.length ? undefined : fields;
}

const isTime = (seconds: string): boolean => /^\d{1,12}$/.test(seconds);
const timeOf = (seconds: string): Date => new Date(Number(seconds) * 1000);

function stalenessOf(seconds: string, at: Date, toleranceMs: number): 'too_old' | 'from_the_future' | undefined {
  const ageMs = at.getTime() - timeOf(seconds).getTime();
  if (ageMs > toleranceMs) return 'too_old';
  return ageMs < -toleranceMs ? 'from_the_future' : undefined;
}

/** Compares each with each, in a time that tells nothing of where they differ. */
function isAnyOf(given: readonly string[], expected: readonly string[]): boolean {
  let isFound = false;
  for (const one of given) for (const other of expected) isFound = isSame(Buffer.from(one), Buffer.from(other)) || isFound;
  return isFound;
}

const isSame = (left: Buffer, right: Buffer): boolean => left.length === right.length && timingSafeEqual(left, right);
