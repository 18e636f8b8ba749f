import { create } from 'qrcode';
import { ApiError } from '#lib/errors.ts';

/** The light border the standard asks for (ISO/IEC 18004), in modules. */
export const quietModules = 4;

/** What a level M code of the largest version (40) can carry. */
const maxBytes = 2331;

/** The squares of a QR code without its quiet zone: `size` on a side, row by row, 1 is dark. */
export type QrMatrix = { size: number; modules: Uint8Array };

/**
 * Encodes `text` as UTF-8 at level M (15 % of a code may be dirty). One byte segment only: addresses gain next to
 * nothing from mixed segments, and finding those takes far longer than the rest of the work.
 */
export function qrMatrix(text: string): QrMatrix {
  if (text === '') throw new Error('A QR code needs a text');
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) {
    const detail = `A QR code carries at most ${maxBytes} bytes; this address has ${bytes}`;
    throw new ApiError('invalid_field', detail, { errors: [{ pointer: '/url', detail }] });
  }
  const { modules } = create([{ data: Buffer.from(text), mode: 'byte' }], { errorCorrectionLevel: 'M' });
  return { size: modules.size, modules: modules.data };
}
