import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type CheckedAddress, callbackTargets, ForbiddenAddress, guardAddress, pinnedTo, type Resolve } from '../callbacks/address-guard.ts';
import { env } from '../env.ts';

/** One callback to a shop. */
type Outgoing = { url: string; fields: Record<string, string>; cookie: string | undefined };

/** What came back. `unreachable` covers time-outs, refused connections and answers that are too large. */
export type Answer = { outcome: 'answered'; status: number; location: string | undefined; body: string } | { outcome: 'unreachable'; reason: string };

/** Posts a form to a shop. Never follows a redirect and never throws. */
export type Send = (outgoing: Outgoing) => Promise<Answer>;

export const callbackTimeoutMs = 10_000;
const maximumBytes = 2 * 1024 * 1024;

/**
 * The default `Send`: node's own client, one connection a call, ten seconds in all, the name's look-up included. It goes through
 * the address guard and dials the very address that was checked; our own payment origin is always a target.
 */
export const sendOverHttp = async (outgoing: Outgoing, resolve?: Resolve): Promise<Answer> => {
  const signal = AbortSignal.timeout(callbackTimeoutMs);
  const isOver = once(signal, 'abort').then(() => unreachable('timeout'));
  return Promise.race([isOver, sendChecked(outgoing, signal, resolve)]);
};

async function sendChecked(outgoing: Outgoing, signal: AbortSignal, resolve?: Resolve): Promise<Answer> {
  const url = URL.canParse(outgoing.url) ? new URL(outgoing.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return unreachable('not_http');
  try {
    return await dial(url, await guardAddress(url, [...callbackTargets(), ...ownTargets()], resolve), outgoing, signal);
  } catch (error) {
    return unreachable(error instanceof ForbiddenAddress ? 'forbidden_address' : 'unresolved');
  }
}

const unreachable = (reason: string): Answer => ({ outcome: 'unreachable', reason });

function ownTargets(): string[] {
  const { hostname, port, protocol } = new URL(env().PUBLIC_URL);
  return [`${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`];
}

const dial = (url: URL, checked: CheckedAddress, { fields, cookie }: Outgoing, signal: AbortSignal): Promise<Answer> =>
  new Promise((fulfil) => {
    const body = new URLSearchParams(fields).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'AltaPay-Sandbox/1',
      ...(cookie === undefined ? {} : { cookie }),
    };
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const call = request(url, { ...pinnedTo(url, checked), method: 'POST', headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maximumBytes) call.destroy(new Error('The answer is too large'));
        else chunks.push(chunk);
      });
      response.on('error', () => fulfil(unreachable('broken_off')));
      response.on('end', () =>
        fulfil({
          outcome: 'answered',
          status: response.statusCode ?? 0,
          location: response.headers.location,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    call.on('error', (error) => fulfil(unreachable(/^(Abort|Timeout)Error$/.test(error.name) ? 'timeout' : 'refused')));
    call.end(body);
  });
