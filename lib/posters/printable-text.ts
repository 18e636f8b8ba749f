import { ApiError } from '../errors.ts';

/** Printable ASCII, the rest of Latin-1 but its soft hyphen, and what windows-1252 has between the two. */
const between = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const inKnownRange = /[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff]/;

/** The fonts that every PDF reader brings along have these letters: enough for the languages of western Europe. */
const isKnown = (char: string): boolean => inKnownRange.test(char) || between.includes(char);

/** Spaces that amounts are written with, as the one that does not break and that the fonts have. */
const narrowSpaces = /[\u2009\u202f]/g;

/** A text as it can be set: composed letters, spaces that the fonts have. */
const settable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(narrowSpaces, '\u00a0')
    .replaceAll(/\s(?<!\u00a0)/g, ' ');

const missing = (text: string): string[] => [...new Set(settable(text))].filter((char) => !isKnown(char));

/** Whether a text can be printed without a box or a question mark in it. */
export const isPrintable = (text: string): boolean => missing(text).length === 0;

/** A text that is printed as it is or not at all: 422 that names what it is and the characters that cannot be printed. */
export function printable(text: string, what: string): string {
  const chars = missing(text);
  if (chars.length === 0) return settable(text);
  const named = chars.slice(0, 10).map((char) => `${/\p{Cc}|\p{Cf}|\p{Z}/u.test(char) ? '' : `${char} `}(${codePoint(char)})`);
  const rest = chars.length > named.length ? ` and ${chars.length - named.length} more` : '';
  throw new ApiError(
    'text_not_printable',
    `${what} has characters that a poster’s font cannot show: ${named.join(', ')}${rest}. Print the code alone (qr.pdf, qr.png or qr.svg) and put the words around it.`,
  );
}

const codePoint = (char: string): string => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
