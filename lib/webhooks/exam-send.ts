import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

export type Delivery = { headers: Record<string, string>; body: Buffer };

/** How a body travels: in pieces, with pauses, or only so far. */
export type Manner = { pieceBytes: number; pauseMs: number; cutAfterBytes?: number };

/** What the receiver did: a status, or in words why there is none. */
export type Answer = { status?: number; location?: string; error?: string; isGone?: boolean; durationMs: number };

const atOnce: Manner = { pieceBytes: 64 * 1024, pauseMs: 0 };

/**
 * POSTs a delivery and tells what came back. Follows no redirect, reads the answer to its end, waits `waitMs` beyond
 * what the manner itself takes, and never throws. An answer that comes before the body is sent is taken.
 */
export async function sendDelivery(url: URL, delivery: Delivery, waitMs: number, manner: Manner = atOnce): Promise<Answer> {
  const startedAt = performance.now();
  const length = delivery.body.length;
  const travelMs = Math.ceil(length / manner.pieceBytes) * manner.pauseMs;
  const signal = AbortSignal.timeout(waitMs + travelMs);
  const transport = url.protocol === 'https:' ? https : http;
  const headers = { ...delivery.headers, 'content-length': length, 'user-agent': 'AltaPay-Checkout-Payment-Links/1 (exam)', accept: '*/*' };
  const request = transport.request(url, { method: 'POST', agent: false, headers, signal });
  const heard = answerOf(request);
  await writeBody(request, delivery.body, manner);
  const answer = await heard;
  request.destroy();
  const error = signal.aborted && answer.status === undefined ? `no answer within ${waitMs / 1000} s` : answer.error;
  return { ...answer, ...(error !== undefined && { error }), durationMs: Math.round(performance.now() - startedAt) };
}

function answerOf(request: http.ClientRequest): Promise<Omit<Answer, 'durationMs'>> {
  return new Promise((resolve) => {
    request.on('error', (error) => resolve(failureOf(error)));
    request.on('close', () => resolve({ error: 'the connection was closed without an answer' }));
    request.on('response', (response) => {
      const { statusCode: status, headers } = response;
      const finish = () => resolve({ ...(status !== undefined && { status }), ...(headers.location !== undefined && { location: headers.location }) });
      // The status was heard: a body that breaks off takes nothing of it back.
      response.on('end', finish).on('error', finish).on('close', finish).resume();
      request.removeAllListeners('error').on('error', finish);
    });
  });
}

/** Writes piece by piece and looks up in between: who is answered or cut off need not say the rest. */
async function writeBody(request: http.ClientRequest, body: Buffer, { pieceBytes, pauseMs, cutAfterBytes = body.length }: Manner): Promise<void> {
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    for (const event of ['response', 'error', 'close']) request.once(event, () => resolve());
  }).then(() => {
    isOver = true;
  });
  request.flushHeaders();
  for (let from = 0; from < cutAfterBytes && !isOver; from += pieceBytes) {
    const hasRoom = request.write(body.subarray(from, Math.min(from + pieceBytes, cutAfterBytes)));
    await (hasRoom ? pause(pauseMs) : Promise.race([over, new Promise((resolve) => request.once('drain', resolve))]));
  }
  if (cutAfterBytes < body.length) request.destroy();
  else if (!isOver) request.end();
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was closed without an answer',
  EPIPE: 'the connection was closed without an answer',
  ENOTFOUND: 'there is no host of that name',
};

function failureOf(error: Error): Omit<Answer, 'durationMs'> {
  const code = 'code' in error ? String(error.code) : '';
  return { error: reasons[code] ?? (error.message || code), ...(code === 'ECONNREFUSED' && { isGone: true }) };
}
