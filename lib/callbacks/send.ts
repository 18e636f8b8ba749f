import http from 'node:http';
import https from 'node:https';
import { guardAddress } from './address-guard.ts';

export type Posting = { url: string; contentType: string; body: string; headers: Record<string, string>; allowedTargets: readonly string[] };

/** What became of one HTTP try; `error` when there was no answer. */
export type Sent = { status: number | undefined; location: string | undefined; answer: string; error: string | undefined; durationMs: number };

const timeoutMs = 15_000;
const maximumAnswerBytes = 64 * 1024;

/**
 * POSTs once to an address that the guard allows, dialling the very address it checked. Follows no redirect,
 * waits 15 s at most in all, the name's look-up included, and keeps 64 kB of the answer. Never throws.
 */
export async function post(posting: Posting, patienceMs = timeoutMs): Promise<Sent> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await dial(posting, patienceMs);
    return { ...answer, error: undefined, durationMs: elapsed() };
  } catch (error) {
    return {
      status: undefined,
      location: undefined,
      answer: '',
      error: error instanceof Error ? error.message.slice(0, 200) : 'unknown',
      durationMs: elapsed(),
    };
  }
}

async function dial(posting: Posting, patienceMs: number): Promise<Pick<Sent, 'status' | 'location' | 'answer'>> {
  const url = new URL(posting.url);
  const signal = AbortSignal.timeout(patienceMs);
  const { address, family } = await within(signal, guardAddress(url, posting.allowedTargets));
  const transport = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = transport.request(url, {
      method: 'POST',
      agent: false,
      lookup: (_host, options, done) => {
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
      headers: { ...posting.headers, 'content-type': posting.contentType, 'content-length': Buffer.byteLength(posting.body) },
      signal,
    });
    request.on('error', (error) => reject(signal.aborted ? noAnswer() : error));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = () => resolve({ status: response.statusCode, location: response.headers.location, answer: Buffer.concat(chunks).toString('utf8') });
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk.subarray(0, Math.max(0, maximumAnswerBytes - (size - chunk.length))));
        if (size < maximumAnswerBytes) return;
        finish();
        request.destroy();
      });
      response.on('end', finish);
      // The status was heard: a body that breaks off or never ends takes nothing of it back.
      response.on('error', finish);
      request.removeAllListeners('error').on('error', finish);
    });
    request.end(posting.body);
  });
}

const noAnswer = () => new Error('No answer in time.');

/** Waits for work that cannot be called off itself: a resolver may take longer than the whole try. */
const within = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(noAnswer()), { once: true }))]);
