/** Crockford's base 32: no i, l, o or u, so that a code survives being read aloud or typed from paper. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** Room for generous grouping; whatever is longer is refused unread. */
const maxTextChars = 64;

/** The value of every character a person may write for a digit. */
const values = new Map<string, number>([...alphabet].flatMap((char, value) => [[char, value] as const, [char.toUpperCase(), value] as const]));
for (const char of 'oO') values.set(char, 0);
for (const char of 'iIlL') values.set(char, 1);

/** The first `bits` bits as text, five a character, the last of them filled up with zeros; then a check character. */
export function encodeBits(bytes: Uint8Array, bits: number): string {
  const digits: number[] = [];
  for (let at = 0; at < bits; at += 5) {
    let digit = 0;
    for (let bit = at; bit < at + 5; bit++) digit = (digit << 1) | (bit < bits ? ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1 : 0);
    digits.push(digit);
  }
  return toText([...digits, checkDigit(digits)]);
}

/**
 * The code of `bits` bits that a person or a scanner meant by `text`, in its one canonical form, or undefined for
 * anything `encodeBits` cannot have made. Needs no query, so junk costs nothing.
 */
export function readBits(text: string, bits: number): string | undefined {
  if (text.length > maxTextChars) return undefined;
  const digits: number[] = [];
  for (const char of text) {
    if (char === '-' || char === ' ') continue;
    const value = values.get(char);
    if (value === undefined) return undefined;
    digits.push(value);
  }
  const dataChars = Math.ceil(bits / 5);
  if (digits.length !== dataChars + 1) return undefined;
  const check = digits.pop();
  const filling = (digits.at(-1) ?? 0) & ((1 << (dataChars * 5 - bits)) - 1);
  return filling === 0 && check === checkDigit(digits) ? toText([...digits, check]) : undefined;
}

/** The bits of a code in its canonical form (`readBits`), without its check character, as hexadecimal digits. */
export function codeHex(code: string): string {
  const digits = [...code].slice(0, -1);
  const value = digits.reduce((sum, char) => sum * 32n + BigInt(alphabet.indexOf(char)), 0n);
  return value.toString(16).padStart(Math.ceil((digits.length * 5) / 4), '0');
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
