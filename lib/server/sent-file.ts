import { createHash } from 'node:crypto';
import { compress, type Encoding, encodingFor } from './compression.ts';

/** A body as it is sent, under a name of its own for each encoding (RFC 9110 §8.8.3). */
type Sent = { body: Buffer; etag: string };

/** A public file, compressed once. */
export type SentFile = { plain: Sent; compressed: Record<Encoding, Sent>; type: string; cacheControl: string };

/** Makes a file of its bytes. `type` is its media type with the charset. */
export function sentFile(body: Buffer, type: string, cacheControl: string): SentFile {
  const sent = (bytes: Buffer): Sent => ({ body: bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` });
  return { plain: sent(body), compressed: { br: sent(compress(body, 'br')), gzip: sent(compress(body, 'gzip')) }, type, cacheControl };
}

/** The request's headers that a file's answer depends on. */
export type Asking = { acceptEncoding: string | undefined; ifNoneMatch: string | undefined };

/** Pages of every origin may read it. */
export const toAll = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** The file as the request takes it; 304 when it is there already. */
export function fileAnswer({ plain, compressed, type, cacheControl }: SentFile, { acceptEncoding, ifNoneMatch }: Asking): Response {
  const encoding = encodingFor(acceptEncoding);
  const { body, etag } = encoding ? compressed[encoding] : plain;
  const headers = { ...toAll, 'cache-control': cacheControl, etag, vary: 'accept-encoding' };
  const isKnown = ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
  if (isKnown) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type, ...(encoding && { 'content-encoding': encoding }) } });
}
