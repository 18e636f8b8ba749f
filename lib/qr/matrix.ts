import { create } from 'qrcode';
import { ApiError } from '#lib/errors.ts';

/** The light border the standard asks for (ISO/IEC 18004), in modules. */
export const quietModules = 4;

/** How much of a code may be dirty or covered and it is still read: 7, 15, 25, 30 % of its code words. */
export const errorLevels = ['L', 'M', 'Q', 'H'] as const;
export type ErrorLevel = (typeof errorLevels)[number];

/** What a code of the largest version (40) carries at each level, in bytes. */
export const mostBytes: Readonly<Record<ErrorLevel, number>> = { L: 2953, M: 2331, Q: 1663, H: 1273 };

/** The squares of a QR code without its quiet zone: `size` on a side, row by row, 1 is dark. */
export type QrMatrix = { size: number; modules: Uint8Array };

/**
 * Encodes `text` as UTF-8, at level M unless told otherwise. One byte segment only: addresses gain next to nothing
 * from mixed segments, and finding those takes far longer than the rest of the work.
 */
export function qrMatrix(text: string, level: ErrorLevel = 'M'): QrMatrix {
  if (text === '') throw new Error('A QR code needs a text');
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes[level]) {
    const detail = `A QR code carries at most ${mostBytes[level]} bytes; this address has ${bytes}`;
    throw new ApiError('invalid_field', detail, { errors: [{ pointer: '/url', detail }] });
  }
  const { modules } = create([{ data: Buffer.from(text), mode: 'byte' }], { errorCorrectionLevel: level });
  return { size: modules.size, modules: modules.data };
}
