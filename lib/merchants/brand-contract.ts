import { z } from 'zod';
import { uuid, webAddress } from '../http/fields.ts';

/**
 * What moves or hides other text, or is not seen itself: control characters, line and paragraph separators, characters
 * that only format (direction of writing, no width), and letters that are blank. Persian, Hindi and others write with
 * the two joiners (U+200C, U+200D).
 */
const unruly = /[\p{Cc}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|(?![\u200c\u200d])\p{Cf}/u;

const isRuly = (value: string): boolean => value.isWellFormed() && !unruly.test(value);

/** Something that a reader can read out. */
const isWorded = (value: string): boolean => /[\p{L}\p{N}]/u.test(value);

/** One line of text that is shown to people. */
const line = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty; null clears it')
    .max(maximum)
    .refine(isRuly, 'must be one line of text without control or invisible characters')
    .refine(isWorded, 'must have a letter or a digit');

const lines = z
  .string()
  .trim()
  .min(1, 'must not be empty; null clears it')
  .max(500)
  .refine((value) => value.split('\n').length <= 6, 'must have six lines at most')
  .refine((value) => value.split('\n').every(isRuly), 'must be lines of text without control or invisible characters')
  .refine(isWorded, 'must have a letter or a digit');

const secureAddress = webAddress.refine((value) => value.startsWith('https://'), 'must be an https address');

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    // An offset such as "+01:00" is no zone: it knows no summer time.
    return /^[A-Za-z]/.test(value);
  } catch {
    return false;
  }
}

/** Replaces the members it names; null clears one. A member it does not know is refused: a misspelt one would change nothing. */
export const BrandBody = z
  .strictObject({
    name: line(255).optional().meta({ description: 'The name customers see. It cannot be cleared.', example: 'Nordlys Keramik' }),
    colour: z
      .string()
      .toLowerCase()
      .regex(/^#[0-9a-f]{6}$/, 'must be a colour as #rrggbb')
      .nullish()
      .meta({ description: 'Your one colour. Pages correct its lightness where it could not be read, in light and in dark.', example: '#c2185b' }),
    email: z.email('must be an e-mail address such as help@shop.example').max(254).nullish().meta({ example: 'help@shop.example' }),
    phone: z
      .string()
      .trim()
      .regex(/^\+?\d[\d ()./-]{3,30}$/, 'must be a telephone number such as +45 70 20 00 56')
      .nullish()
      .meta({ example: '+45 70 20 00 56' }),
    website: secureAddress.nullish().meta({ description: 'Your help pages.', example: 'https://shop.example/help' }),
    termsUrl: secureAddress.nullish(),
    privacyUrl: secureAddress.nullish(),
    legalName: line(255).nullish().meta({ description: 'As registered, when that is another name.', example: 'Nordlys Keramik ApS' }),
    legalAddress: lines.nullish().meta({ description: 'A line each, six at most.', example: 'Havnegade 12\n8000 Aarhus C\nDenmark' }),
    taxId: line(40).nullish().meta({ example: 'DK12345678' }),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'must be an IANA time zone such as Europe/Copenhagen')
      .nullish()
      .meta({ description: 'Whose time receipts tell; UTC unless you say so.', example: 'Europe/Copenhagen' }),
    mailsReceipts: z
      .boolean()
      .nullish()
      .meta({ description: 'Whether a paid order with an e-mail address gets its receipt by mail, where mail is set up; true unless you say otherwise.' }),
  })
  .meta({ id: 'MerchantChange' });
export type BrandBody = z.output<typeof BrandBody>;

const given = z.string().nullable();

const MerchantAnswer = z
  .object({
    merchantId: uuid,
    name: z.string().meta({ example: 'Nordlys Keramik' }),
    colour: given.meta({ example: '#c2185b' }),
    logo: z
      .object({
        url: z.string().meta({ example: 'https://pay.example/brand/0f8a3c5e9b1d47a60f8a3c5e9b1d47a6.png' }),
        width: z.int().meta({ example: 512 }),
        height: z.int().meta({ example: 160 }),
      })
      .nullable()
      .describe('As it is kept: a PNG of at most 512 × 512 pixels.'),
    email: given,
    phone: given,
    website: given,
    termsUrl: given,
    privacyUrl: given,
    legalName: given,
    legalAddress: given,
    taxId: given,
    timeZone: z.string().meta({ example: 'Europe/Copenhagen' }),
    mailsReceipts: z.boolean(),
  })
  .meta({ id: 'Merchant', description: 'How you show yourself to your customers: on the payment pages, on receipts and in e-mails.' });
export type MerchantAnswer = z.input<typeof MerchantAnswer>;

const managed = { needs: 'Management', params: z.object({}), body: z.object({}), response: MerchantAnswer, status: 200 } as const;

export const getMerchantContract = { ...managed, summary: 'Read how you show yourself to customers' } as const;

export const changeMerchantContract = {
  ...managed,
  summary: 'Change your name, colour, contact and legal particulars',
  description: 'Open pages show it when they are loaded anew. Customers see all of this but `mailsReceipts`.',
  body: BrandBody,
} as const;

export const uploadLogoContract = {
  ...managed,
  summary: 'Set your logo',
  description:
    'The body is the picture: PNG or JPEG, at most 2 MB and 8 megapixels. It is decoded and written anew as a PNG; transparency stays, everything else that was in the file is dropped. A larger one is made smaller, keeping its shape: to 512 × 512 pixels, and on until it has 64 kB.',
  refuses: ['picture_unreadable', 'picture_too_large'],
  uploads: ['image/png', 'image/jpeg'],
} as const;

export const removeLogoContract = {
  ...managed,
  summary: 'Remove your logo',
  description: 'No page shows it from now on, and its address answers 404. Who has fetched it may keep it for a day.',
  ignoresBody: true,
} as const;
