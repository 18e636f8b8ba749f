import { Agent, type Dispatcher, request } from 'undici';
import type { GatewayAccess } from '#lib/gateways/gateway.ts';
import { processWide } from '#lib/process.ts';
import { parseXml } from './xml.ts';

/** A form value; nested ones are spelled `name[key]` and `name[0][key]`. An undefined one is left out. */
export type FormValue = string | undefined | FormValue[] | { [key: string]: FormValue };

export type Call = { verb: 'GET' | 'POST'; method: string; fields?: { [name: string]: FormValue } };

/**
 * `answered`: a well-formed document came back. `denied`: the credentials were turned away, so nothing was
 * done. `unreachable`: the answer was lost or unreadable, and whether anything was done is not known.
 */
export type Answer =
  | { outcome: 'answered'; httpStatus: number; document: unknown }
  | { outcome: 'denied' }
  | { outcome: 'unreachable'; reason: 'network' | 'timeout' | 'http_status' | 'too_large' | 'malformed' };

export type Limits = { connectTimeoutMs: number; timeoutMs: number; maximumBytes: number };

const defaultLimits: Limits = { connectTimeoutMs: 3_000, timeoutMs: 10_000, maximumBytes: 2 * 1024 * 1024 };

/** Connections are kept and shared by the whole process; one that cannot be made soon is given up. */
const agentFor = (connectTimeoutMs: number): Agent =>
  processWide(`gateway-agent:${connectTimeoutMs}`, () => new Agent({ connect: { timeout: connectTimeoutMs }, pipelining: 1 }));

/**
 * One call of the merchant API. Never throws, never follows a redirect (it would carry the password along). A read
 * whose connection broke is made once more within the same time; nothing that acts is ever repeated here.
 */
export async function callMerchantApi(access: GatewayAccess, call: Call, limits: Limits = defaultLimits): Promise<Answer> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const first = await callOnce(access, call, limits, signal);
  const isRepeatable = call.verb === 'GET' && first.outcome === 'unreachable' && first.reason === 'network';
  return isRepeatable ? callOnce(access, call, limits, signal) : first;
}

async function callOnce(access: GatewayAccess, call: Call, limits: Limits, signal: AbortSignal): Promise<Answer> {
  try {
    const form = encodeForm(call.fields ?? {});
    const address = `${access.baseUrl.replace(/\/+$/, '')}/merchant/API/${call.method}`;
    const response = await request(call.verb === 'GET' && form ? `${address}?${form}` : address, {
      method: call.verb,
      headers: {
        authorization: `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`,
        accept: 'application/xml, text/xml',
        ...(call.verb === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } : {}),
      },
      ...(call.verb === 'POST' ? { body: form } : {}),
      dispatcher: agentFor(limits.connectTimeoutMs),
      signal,
    });
    return await readAnswer(response, limits.maximumBytes);
  } catch {
    // The signal also ends a body that drips in slowly.
    return { outcome: 'unreachable', reason: signal.aborted ? 'timeout' : 'network' };
  }
}

async function readAnswer({ statusCode, body }: Dispatcher.ResponseData, maximumBytes: number): Promise<Answer> {
  const isReadable = (statusCode >= 200 && statusCode < 300) || (statusCode >= 400 && statusCode < 500);
  if (statusCode === 401 || statusCode === 403 || !isReadable) {
    await body.dump({ limit: maximumBytes });
    return statusCode === 401 || statusCode === 403 ? { outcome: 'denied' } : { outcome: 'unreachable', reason: 'http_status' };
  }
  const text = await readText(body, maximumBytes);
  if (text === undefined) return { outcome: 'unreachable', reason: 'too_large' };
  const document = parseXml(text);
  return document === undefined ? { outcome: 'unreachable', reason: 'malformed' } : { outcome: 'answered', httpStatus: statusCode, document };
}

/** The body as text; undefined once it passes the limit, and the rest is not fetched. */
async function readText(body: Dispatcher.ResponseData['body'], maximumBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // Leaving the loop destroys the body, and with it the connection.
    if (size > maximumBytes) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Fields as application/x-www-form-urlencoded, nested keys in brackets, in the order given. */
export function encodeForm(fields: { [name: string]: FormValue }): string {
  const pairs: [string, string][] = [];
  const add = (name: string, value: FormValue): void => {
    if (typeof value === 'string') pairs.push([name, value]);
    else if (value !== undefined) for (const [key, inner] of Object.entries(value)) add(`${name}[${key}]`, inner);
  };
  for (const [name, value] of Object.entries(fields)) add(name, value);
  return new URLSearchParams(pairs).toString();
}
