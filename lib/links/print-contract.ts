import { z } from 'zod';
import { optional, uuid } from '../http/fields.ts';
import { queryInt } from '../http/query.ts';
import { errorLevels, quietModules } from '../qr/matrix.ts';

/** Bounds of what is drawn of a link. */
const printBounds = {
  sizePixels: { least: 100, most: 4000 },
  sizeMm: { least: 10, most: 1000 },
  quietZoneModules: { least: quietModules, most: 16 },
  distanceCm: { least: 5, most: 3000 },
} as const;

const within = ({ least, most }: { least: number; most: number }) => optional(queryInt(least, most));

const quietZone = z
  .string()
  .regex(/^(?:[4-9]|1[0-6])$/, 'must be a whole number of modules between 4 and 16: readers find a code by a light border of at least four (ISO/IEC 18004)')
  .transform(Number);

const colour = z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'must be a colour as #rrggbb (in an address the # is written %23)');

/** What every kind of file takes. Sizes are the picture's side, quiet zone included. */
const code = {
  quietZone: optional(quietZone),
  errorCorrection: optional(z.enum(errorLevels)),
  /** From how far it will be scanned, in centimetres; the answer's X-Min-Print-Mm counts with it. */
  distance: within(printBounds.distanceCm),
};

const picture = { ...code, foreground: optional(colour), background: optional(colour), logo: optional(z.enum(['merchant', 'none'])) };

const refusesDead = ['link_expired', 'link_replaced', 'link_cancelled', 'session_ended', 'session_paid'] as const;
const draws = {
  needs: 'Management',
  refuses: [...refusesDead, 'qr_too_small', 'qr_unreadable'],
  params: z.object({ linkId: uuid }),
  body: z.object({}),
  status: 200,
} as const;

export const qrPngContract = {
  ...draws,
  summary: 'Draw the QR code of a payment link as PNG',
  gives: ['image/png'],
  query: { ...picture, size: within(printBounds.sizePixels) },
} as const;

export const qrSvgContract = {
  ...draws,
  summary: 'Draw the QR code of a payment link as SVG',
  gives: ['image/svg+xml'],
  query: { ...picture, size: within(printBounds.sizePixels) },
} as const;

export const qrPdfContract = {
  ...draws,
  summary: 'Draw the QR code of a payment link as PDF',
  gives: ['application/pdf'],
  /** `size` in millimetres. */
  query: { ...picture, size: within(printBounds.sizeMm) },
} as const;

export const qrTextContract = {
  ...draws,
  summary: 'Draw the QR code of a payment link in characters',
  gives: ['text/plain'],
  /** What it will be shown on: light letters on a dark ground as in most terminals, or dark ones on a light ground. */
  query: { ...code, ground: optional(z.enum(['dark', 'light'])) },
} as const;
export const posterContract = {
  ...draws,
  summary: 'Print a payment link as a poster or a table tent',
  description:
    'A4 is a poster, A6 an A5 sheet to fold into a tent of two faces. It carries the short code of the link when one was made. Names are printed in any script; a character that no font has, such as an emoji, is printed as �.',
  gives: ['application/pdf'],
  query: { format: optional(z.enum(['A4', 'A6'])), amount: optional(z.enum(['true', 'false'])) },
} as const;
