import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The signed file, byte for byte: the canonical form (RFC 8785) of
 * `{ issuedAt, issuer, receipt, signature: { algorithm, keyId, publicKey, value } }` and one newline. `value` is an
 * Ed25519 signature (RFC 8032) over the canonical form of the same document without `value`. `keyId` is the key's
 * thumbprint (RFC 7638, RFC 8037 §2), `publicKey` its 32 bytes; all three are base64url without padding.
 */
export type SignedReceipt = {
  receipt: object;
  issuer: string;
  issuedAt: string;
  signature: { algorithm: string; keyId: string; publicKey: string; value: string };
};

/** The whole file. Throws for what JSON cannot carry. */
export const fileText = (document: unknown): string => `${canonicalize(document)}\n`;

/** What is signed of a document. */
export function signedBytes({ signature: { value: _value, ...signature }, ...document }: SignedReceipt): Buffer {
  return Buffer.from(canonicalize({ ...document, signature }) ?? '');
}

/** An Ed25519 key as a JSON Web Key (RFC 8037 §2). `x`: its 32 bytes in base64url. */
export const publicJwk = (x: string) => ({ kty: 'OKP', crv: 'Ed25519', x }) as const;

export const keyIdOf = (x: string): string =>
  createHash('sha256')
    .update(canonicalize(publicJwk(x)) ?? '')
    .digest('base64url');

/** The key of these 32 bytes; undefined when they are none. */
export function publicKeyOf(x: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: publicJwk(x), format: 'jwk' });
  } catch {
    return undefined;
  }
}
