import { invariant } from '#lib/errors.ts';
import { encodeBits, readBits } from './code-text.ts';

const tokenBits = 128;

/** The text of a payment link's token: 128 bits as 26 characters, then a check character. */
export function encodeToken(bytes: Uint8Array): string {
  invariant(bytes.length * 8 === tokenBits, 'a token has 16 bytes');
  return encodeBits(bytes, tokenBits);
}

/** The token a person or a scanner meant by `text`, in its one canonical form; undefined for what no token can be. */
export const readToken = (text: string): string | undefined => readBits(text, tokenBits);
