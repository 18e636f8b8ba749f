import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyUnanswered } from '../merchants/browser-origins.ts';
import { compress, type Encoding, encodingFor } from './compression.ts';

/** A file as it is sent: compressed once, under a name of its own for each encoding (RFC 9110 §8.8.3). */
type Sent = { body: Buffer; etag: string };
type File = { plain: Sent; compressed: Record<Encoding, Sent>; type: string; isImmutable: boolean };
export type SdkFiles = ReadonlyMap<string, File>;

const types: Readonly<Record<string, string>> = { js: 'text/javascript', mjs: 'text/javascript', ts: 'text/plain' };

/** An hour: a page takes a mended SDK soon, and a phone loads it once a visit. */
const floating = 'public, max-age=3600';
const immutable = 'public, max-age=31536000, immutable';

/**
 * Every released file of the JS SDK by its name under /sdk/: "v1.0.0.js", which never changes, and "v1.js", the newest
 * of its major version. The types are the newest version's.
 */
export function sdkFiles(directory: string): SdkFiles {
  const folder = join(directory, 'lib', 'sdk');
  const files = new Map<string, File>();
  let newestMajor = '';
  for (const name of readdirSync(join(folder, 'releases')).sort(byVersion)) {
    const [, major] = /^v(\d+)\.\d+\.\d+\.m?js$/.exec(name) ?? [];
    if (major === undefined) continue;
    const body = readFileSync(join(folder, 'releases', name));
    files.set(name, fileOf(name, body, true));
    const newest = `v${major}${name.slice(name.lastIndexOf('.'))}`;
    files.set(newest, fileOf(newest, body, false));
    newestMajor = major;
  }
  // The types are of the newest version; those of an older major are in its own release.
  files.set(`v${newestMajor}.d.ts`, fileOf('.d.ts', readFileSync(join(folder, 'altapay.d.ts')), false));
  return files;
}

const byVersion = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

function fileOf(name: string, body: Buffer, isImmutable: boolean): File {
  const type = `${types[name.slice(name.lastIndexOf('.') + 1)]}; charset=utf-8`;
  const sent = (bytes: Buffer): Sent => ({ body: bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` });
  return { plain: sent(body), compressed: { br: sent(compress(body, 'br')), gzip: sent(compress(body, 'gzip')) }, type, isImmutable };
}

type Asking = { acceptEncoding: string | undefined; ifNoneMatch: string | undefined; origin: string | undefined };

/** What is answered under /sdk/, to pages of every origin; undefined when there is no such file. */
export function sdkAnswer(files: SdkFiles, path: string, asking: Asking): Promise<Response> | Response | undefined {
  if (path === '/sdk/origin') return originAnswer(asking.origin);
  const file = files.get(path.slice('/sdk/'.length));
  return file && path.startsWith('/sdk/') ? fileAnswer(file, asking) : undefined;
}

const toAll = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

function fileAnswer({ plain, compressed, type, isImmutable }: File, { acceptEncoding, ifNoneMatch }: Asking): Response {
  const encoding = encodingFor(acceptEncoding);
  const { body, etag } = encoding ? compressed[encoding] : plain;
  const headers = { ...toAll, 'cache-control': isImmutable ? immutable : floating, etag, vary: 'accept-encoding' };
  const isKnown = ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
  if (isKnown) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type, ...(encoding && { 'content-encoding': encoding }) } });
}

/** Tells a page why its calls are not answered, which a browser keeps to itself. */
async function originAnswer(origin: string | undefined): Promise<Response> {
  return Response.json({ code: await whyUnanswered(origin) }, { headers: { ...toAll, vary: 'origin', 'cache-control': 'no-store' } });
}
