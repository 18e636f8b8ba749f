import { keyVersions, mac } from '../secrets.ts';
import { encodeBits, readBits } from './code-text.ts';

/** Eleven characters and a check character: as long as people copy from paper without losing the place. */
const shortCodeBits = 55;

/** Dashes and spaces as phones' keyboards and word processors make them. */
const otherDashes = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d_]/g;
const otherSpaces = /[\s\u200b\u2060]/g;

/** The short code of a link: the first 55 bits of HMAC-SHA256(link key, "short-code:" and the link's id). Never stored. */
export const shortCodeOf = (linkId: string, keyVersion: number): string => encodeBits(mac('link', `short-code:${linkId}`, keyVersion), shortCodeBits);

/** As it is printed: XXXX-XXXX-XXXX. */
export const printedShortCode = (code: string): string => code.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1-');

/** The short code a person meant by `text`, in its one canonical form; undefined for what no short code can be. */
export const readShortCode = (text: string): string | undefined =>
  // What cannot be a code is not even looked through.
  text.length > 64 ? undefined : readBits(text.replaceAll(otherDashes, '-').replaceAll(otherSpaces, ' '), shortCodeBits);

/**
 * What the database keeps of a short code: a MAC, not a bare hash. All 55-bit codes could be hashed in weeks, so that
 * a leaked dump of bare hashes would tell them.
 */
export const shortCodeHash = (code: string, keyVersion: number): Uint8Array<ArrayBuffer> => new Uint8Array(mac('short-code', code, keyVersion));

/** The hashes it may be kept under: one for each version of the key. */
export const shortCodeHashes = (code: string): Uint8Array<ArrayBuffer>[] => keyVersions().map((version) => shortCodeHash(code, version));
