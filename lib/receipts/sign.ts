import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { now } from '../clock.ts';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { processWide } from '../process.ts';
import { activeKeyVersion, keyVersions, mac } from '../secrets.ts';
import type { Receipt } from './contract.ts';
import { receiptJson } from './receipt-json.ts';
import { fileText, keyIdOf, publicJwk, type SignedReceipt, signedBytes } from './signed-form.ts';

type ReceiptKey = { privateKey: KeyObject; x: string; keyId: string };

/** How a private Ed25519 key begins as PKCS #8 (RFC 8410 §7); its 32 bytes follow. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of one version of SECRET_KEY: derived like every other, so that there is nothing more to keep or to lose. */
const keyOf = (version: number): ReceiptKey =>
  processWide(`receipt-key:${version}`, () => {
    const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, mac('receipt', 'ed25519', version)]), format: 'der', type: 'pkcs8' });
    const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
    invariant(x, 'an Ed25519 key has its 32 bytes');
    return { privateKey, x, keyId: keyIdOf(x) };
  });

/** The signed file of a receipt as it stands now (lib/receipts/signed-form.ts). */
export function signReceipt(receipt: Receipt): string {
  const { privateKey, x, keyId } = keyOf(activeKeyVersion());
  const document: SignedReceipt = {
    receipt: receiptJson(receipt),
    issuer: env().PUBLIC_URL,
    issuedAt: now().toISOString(),
    signature: { algorithm: 'Ed25519', keyId, publicKey: x, value: '' },
  };
  document.signature.value = sign(null, signedBytes(document), privateKey).toString('base64url');
  return fileText(document);
}

/** The public keys of every version of SECRET_KEY as a JWK Set (RFC 7517 §5, RFC 8037): what a signed file is compared with. */
export const receiptKeySet = () => ({
  keys: keyVersions().map((version) => {
    const { x, keyId } = keyOf(version);
    return { ...publicJwk(x), kid: keyId, alg: 'EdDSA', use: 'sig' } as const;
  }),
});
