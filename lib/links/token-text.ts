import { invariant } from '#lib/errors.ts';

/** Crockford's base 32: no i, l, o or u, so that a token survives being read aloud or typed from paper. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const tokenBytes = 16;
const dataChars = 26;
const tokenChars = dataChars + 1;
/** Room for generous grouping; whatever is longer is refused unread. */
const maxTextChars = 64;

/** The value of every character a person may write for a digit. */
const values = new Map<string, number>([...alphabet].flatMap((char, value) => [[char, value] as const, [char.toUpperCase(), value] as const]));
for (const char of 'oO') values.set(char, 0);
for (const char of 'iIlL') values.set(char, 1);

/** The text of a payment link's token: 128 bits as 26 characters, then a check character. */
export function encodeToken(bytes: Uint8Array): string {
  invariant(bytes.length === tokenBytes, 'a token has 16 bytes');
  const digits: number[] = [];
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) digits.push((pending >> (bits - 5)) & 31);
    pending &= (1 << bits) - 1;
  }
  digits.push(pending << (5 - bits));
  return toText([...digits, checkDigit(digits)]);
}

/**
 * The token a person or a scanner meant by `text`, in its one canonical form, or undefined for anything `encodeToken`
 * cannot have made. Needs no query, so junk costs nothing.
 */
export function readToken(text: string): string | undefined {
  if (text.length > maxTextChars) return undefined;
  const digits: number[] = [];
  for (const char of text) {
    if (char === '-' || char === ' ') continue;
    const value = values.get(char);
    if (value === undefined) return undefined;
    digits.push(value);
  }
  if (digits.length !== tokenChars) return undefined;
  const check = digits.pop();
  const padding = (digits.at(-1) ?? 0) & 3;
  return padding === 0 && check === checkDigit(digits) ? toText([...digits, check]) : undefined;
}

/** Luhn modulo 32: finds every wrong character, and every swap of neighbours but 0 with z. */
function checkDigit(digits: readonly number[]): number {
  const sum = digits.reduceRight(({ total, isDoubled }, digit) => ({ total: total + (isDoubled ? doubled(digit) : digit), isDoubled: !isDoubled }), {
    total: 0,
    isDoubled: true,
  }).total;
  return (32 - (sum % 32)) % 32;
}

/** Twice the digit, its two base-32 digits added up. */
const doubled = (digit: number): number => (digit < 16 ? 2 * digit : 2 * digit - 31);

const toText = (digits: readonly number[]): string => digits.map((digit) => alphabet.charAt(digit)).join('');
