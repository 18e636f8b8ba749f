import type { z } from 'zod';
import { ApiError, type FieldError } from '../errors.ts';

/** Largest body taken, in bytes. */
export const maximumBodyBytes = 256 * 1024;

/** The body as text, refused with 413 as soon as it grows past the bound. */
export async function readText(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > maximumBodyBytes) {
      await reader.cancel();
      throw new ApiError('body_too_large', `A body may have ${maximumBodyBytes} bytes.`);
    }
    chunks.push(part.value);
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(Buffer.concat(chunks));
  } catch {
    throw new ApiError('malformed_json', 'The body is not valid UTF-8.');
  }
}

/** The JSON of a body; undefined when it is empty. Anything but application/json is refused (415). */
export function parseJson(request: Request, body: string): unknown {
  if (body.trim() === '') return undefined;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ApiError('unsupported_media_type', 'Send the body as application/json.');
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError('malformed_json', 'The body is not valid JSON.');
  }
}

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
