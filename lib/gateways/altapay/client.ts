import type { GatewayAccess } from '#lib/gateways/gateway.ts';
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

export type Limits = { timeoutMs: number; maximumBytes: number };

const defaultLimits: Limits = { timeoutMs: 10_000, maximumBytes: 2 * 1024 * 1024 };

/** One call of the merchant API. Never throws, never follows a redirect (it would carry the password along). */
export async function callMerchantApi(access: GatewayAccess, call: Call, limits: Limits = defaultLimits): Promise<Answer> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    const form = encodeForm(call.fields ?? {});
    const address = `${access.baseUrl.replace(/\/+$/, '')}/merchant/API/${call.method}`;
    const response = await fetch(call.verb === 'GET' && form ? `${address}?${form}` : address, {
      method: call.verb,
      headers: {
        authorization: `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`,
        accept: 'application/xml, text/xml',
        ...(call.verb === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } : {}),
      },
      ...(call.verb === 'POST' ? { body: form } : {}),
      redirect: 'manual',
      cache: 'no-store',
      signal,
    });
    return await readAnswer(response, limits.maximumBytes);
  } catch {
    // The signal also ends a body that drips in slowly.
    return { outcome: 'unreachable', reason: signal.aborted ? 'timeout' : 'network' };
  }
}

async function readAnswer(response: Response, maximumBytes: number): Promise<Answer> {
  const isReadable = response.ok || (response.status >= 400 && response.status < 500);
  if (response.status === 401 || response.status === 403 || !isReadable) {
    await response.body?.cancel();
    return response.status === 401 || response.status === 403 ? { outcome: 'denied' } : { outcome: 'unreachable', reason: 'http_status' };
  }
  const text = await readText(response, maximumBytes);
  if (text === undefined) return { outcome: 'unreachable', reason: 'too_large' };
  const document = parseXml(text);
  return document === undefined ? { outcome: 'unreachable', reason: 'malformed' } : { outcome: 'answered', httpStatus: response.status, document };
}

/** The body as text; undefined once it passes the limit, and the rest is not fetched. */
async function readText(response: Response, maximumBytes: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > maximumBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(part.value);
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
