import type { z } from 'zod';
import { ApiError, type FieldError } from '../errors.ts';

/** Largest body taken, in bytes, but for the few addresses that take many things or a picture. */
export const maximumBodyBytes = 256 * 1024;

const largeBodies: Readonly<Record<string, number>> = {
  '/checkout/v1/api/link/bulk': 8 * 1024 * 1024,
  '/checkout/v1/api/merchant/logo': 2 * 1024 * 1024,
  '/verify': 8 * 1024 * 1024,
};

/** Largest body that an address takes, in bytes. */
export const bodyLimit = (path: string): number => (Object.hasOwn(largeBodies, path) ? largeBodies[path] : undefined) ?? maximumBodyBytes;

/** The body as it came, refused with 413 as soon as it grows past its address's bound. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  const limit = bodyLimit(new URL(request.url).pathname);
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw new ApiError('body_too_large', `A body may have ${limit} bytes.`);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** The same as text; 400 when it is none. */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ApiError('malformed_json', 'The body is not valid UTF-8.');
  }
}

/** The JSON of a body; undefined when it is empty. Anything but application/json is refused (415). */
export function parseJson(request: Request, body: string): unknown {
  if (body.trim() === '') return undefined;
  refuseOtherMedia(request, ['application/json']);
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError('malformed_json', 'The body is not valid JSON.');
  }
}

/** 415 unless the body is of one of these media types. */
export function refuseOtherMedia(request: Request, taken: readonly string[]): void {
  if (!taken.includes(mediaType(request))) throw new ApiError('unsupported_media_type', `Send the body as ${taken.join(' or ')}.`);
}

/** The media type of a body, without its parameters; empty when it is not told. */
export const mediaType = (request: Request): string => request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';

/** Parses a value or throws 422 with one JSON pointer (RFC 6901) a wrong field. */
export function parseFields<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const byPointer = new Map(
    parsed.error.issues
      .map(fieldError)
      .reverse()
      .map((error) => [error.pointer, error]),
  );
  const errors = [...byPointer.values()].reverse().slice(0, 50);
  const [first] = errors;
  throw new ApiError('invalid_field', first ? `${first.pointer || 'The body'}: ${first.detail}` : 'A field is wrong.', { errors });
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const pointer = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { pointer, detail: issue.message };
}
