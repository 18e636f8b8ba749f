import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { guardAddress, pinnedTo, type Resolve } from './address-guard.ts';
import { readRetryAfter } from './retry-after.ts';

export type Posting = { url: string; contentType: string; body: string; headers: Record<string, string>; allowedTargets: readonly string[] };

/** What was heard; `retryAfter` in seconds, where the answer asks to wait. */
type Answer = { status: number | undefined; location: string | undefined; retryAfter: number | undefined; answer: string };

/** What became of one HTTP try; `error` when there was no answer. */
export type Sent = Answer & { error: string | undefined; durationMs: number };

const timeoutMs = 10_000;
const maximumAnswerBytes = 64 * 1024;
const nothing: Answer = { status: undefined, location: undefined, retryAfter: undefined, answer: '' };

/**
 * POSTs once to an address that the guard allows, dialling the very address it checked. Follows no redirect and no proxy of
 * the environment, waits 10 s at most in all, the name's look-up included, and keeps 64 kB of the answer. Never throws.
 */
export async function post(posting: Posting, patienceMs = timeoutMs, resolve?: Resolve): Promise<Sent> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await dial(posting, AbortSignal.timeout(patienceMs), resolve);
    return { ...answer, error: undefined, durationMs: elapsed() };
  } catch (error) {
    return { ...nothing, error: error instanceof Error ? error.message.slice(0, 200) : 'unknown', durationMs: elapsed() };
  }
}

async function dial({ url: address, contentType, body, headers, allowedTargets }: Posting, signal: AbortSignal, resolve?: Resolve): Promise<Answer> {
  const url = new URL(address);
  const checked = await within(signal, guardAddress(url, allowedTargets, resolve));
  const transport = url.protocol === 'https:' ? https : http;
  return new Promise((fulfil, reject) => {
    const request = transport.request(url, {
      ...pinnedTo(url, checked),
      method: 'POST',
      // Last, so that no header of the caller's takes their place; what could begin another line or header, node refuses.
      headers: { ...headers, host: url.host, 'content-type': contentType, 'content-length': Buffer.byteLength(body) },
      signal,
    });
    let isHeard = false;
    const fail = (error: Error) => isHeard || reject(signal.aborted ? noAnswer() : error);
    request.on('error', fail);
    // An answer that changes the protocol is neither an error nor a response.
    request.on('close', () => fail(new Error('The connection was closed without an answer.')));
    request.on('response', (response) => {
      isHeard = true;
      void readAnswer(response)
        .then(fulfil)
        .finally(() => request.destroy());
    });
    request.end(body);
  });
}

/** The answer as far as it came: the status was heard, and a body that breaks off or never ends takes nothing of it back. */
function readAnswer(response: IncomingMessage): Promise<Answer> {
  return new Promise((fulfil) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => {
      const { statusCode: status, headers } = response;
      fulfil({ status, location: headers.location, retryAfter: readRetryAfter(headers), answer: Buffer.concat(chunks).toString('utf8') });
    };
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, Math.max(0, maximumAnswerBytes - size)));
      size += chunk.length;
      if (size >= maximumAnswerBytes) finish();
    });
    response.on('end', finish).on('error', finish).on('close', finish);
  });
}

const noAnswer = () => new Error('No answer in time.');

/** Waits for work that cannot be called off itself: a resolver may take longer than the whole try. */
const within = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(noAnswer()), { once: true }))]);
