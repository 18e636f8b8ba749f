import type { AltaPayErrorCode } from './altapay.d.ts';
import { failure, type Problem, refusal, unanswered } from './errors.ts';

/** What opens the service. With `renew`, a token that is over is replaced by another. */
export type Access = { token?: string; renew?: () => Promise<void> };

type Ask = {
  /** Sent with POST; without one it is a GET. */
  body?: object;
  /** The same key is the same request, however often it is sent. */
  key?: string;
  /** Breaks it off; nobody reads why it failed. */
  end?: AbortController;
  /** What a wrong field (422) means here. */
  invalid?: AltaPayErrorCode;
};

/** Asks the service. Rejects with a `Failure` only. */
export type Wire = <T>(path: string, ask?: Ask) => Promise<T>;

type Answer = { answer: Response; json: unknown };

/** A connection without an answer for this long is dead; the service itself holds one for about 25 s. */
const deadMs = 40_000;

/** A door to the service, until `life` ends. */
export function openWire(base: string, access: Access, life?: AbortSignal): Wire {
  const call = async <T>(path: string, ask: Ask = {}, isRepeated = false): Promise<T> => {
    const { body, key, end, invalid } = ask;
    const headers = {
      ...(access.token && { authorization: `Bearer ${access.token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    };
    const told = await send(`${base}/checkout/v1/api/${path}`, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) }, end);
    if (life?.aborted) throw failure('destroyed');
    // A stranger's answer is as good as none.
    if (!told || (told.answer.ok && !told.json)) throw unanswered(end ? 'unavailable' : await whyUnreachable(base));
    const { answer, json } = told;
    if (answer.status === 401 && access.renew && !isRepeated) {
      await access.renew();
      return call(path, ask, true);
    }
    if (!answer.ok) throw refusal(answer, (json ?? {}) as Problem, invalid);
    return json as T;
  };
  return call;
}

/** Undefined when there is no answer in time, or when it was broken off. */
async function send(url: string, init: RequestInit, end = new AbortController()): Promise<Answer | undefined> {
  const timer = setTimeout(() => end.abort(), deadMs);
  try {
    const answer = await fetch(url, { ...init, credentials: 'omit', cache: 'no-store', signal: end.signal });
    const json: unknown = await answer.json().catch(() => undefined);
    return { answer, json };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** A browser does not tell why a call of another origin failed; the one address that every page may read does. */
async function whyUnreachable(base: string): Promise<AltaPayErrorCode> {
  const told = navigator.onLine && (await send(`${base}/sdk/origin`, {}));
  if (!told) return 'offline';
  return (told.json as { code?: AltaPayErrorCode } | undefined)?.code ?? 'unavailable';
}
