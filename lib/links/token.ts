import { activeKeyVersion, mac, sha256 } from '../secrets.ts';
import { encodeToken, readToken } from './token-text.ts';

/** A token as it is derived for one link: never stored, shown again whenever the key version is known. */
export type LinkToken = { token: string; hash: Uint8Array<ArrayBuffer>; keyVersion: number };

/** The token of a link: the first 128 bits of HMAC-SHA256(link key, link id). */
export function tokenOf(linkId: string, keyVersion = activeKeyVersion()): LinkToken {
  const token = encodeToken(mac('link', linkId, keyVersion).subarray(0, 16));
  return { token, hash: sha256(token), keyVersion };
}

/** The hash to look a typed or scanned token up by; undefined for what cannot be a token, without a query. */
export function hashOfTyped(text: string): Uint8Array<ArrayBuffer> | undefined {
  const token = readToken(text);
  return token === undefined ? undefined : sha256(token);
}
