import { verify } from 'node:crypto';
import { z } from 'zod';
import { repeatsMember } from './repeated-member.ts';
import { fileText, keyIdOf, publicKeyOf, type SignedReceipt, signedBytes } from './signed-form.ts';

/** Nothing a service of ours signs is larger: 500 lines of an order are a fifth of it. */
const maximumBytes = 1_000_000;

/** What was found wrong with a file that says it is a receipt. */
export type Fault =
  /** The contents are as they were signed, but the text was written anew: other order, spaces, line ends. */
  | 'rewritten'
  /** The signature fits the last of two members of one name; some programs read the first. */
  | 'ambiguous'
  /** The signature does not fit what is signed. */
  | 'changed'
  /** The signature is right, and by a key that is none of the expected ones. */
  | 'foreign_key'
  /** It names another way to sign, or a key that is none. */
  | 'unknown_form';

export type Verdict =
  | { verdict: 'genuine' | 'unproven'; document: SignedReceipt }
  | { verdict: 'forged'; fault: Fault; document: SignedReceipt }
  | { verdict: 'no_receipt' };

const Document = z.looseObject({
  receipt: z.looseObject({}),
  issuer: z.string(),
  issuedAt: z.string(),
  signature: z.looseObject({ algorithm: z.string(), keyId: z.string(), publicKey: z.string(), value: z.string() }),
});

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), crv: z.string().optional(), x: z.string().optional() })) });

/** The keys of a receipt-keys.json, each its 32 bytes in base64url; undefined when it is no such file. */
export function readKeySet(text: string): Set<string> | undefined {
  // Editors and shells put a byte order mark before what they save; nobody signed this file to the byte.
  const parsed = KeySet.safeParse(parsedJson(text.replace(/^\ufeff/, '')));
  if (!parsed.success) return undefined;
  const known = parsed.data.keys.flatMap(({ kty, crv, x }) => (kty === 'OKP' && crv === 'Ed25519' && x !== undefined ? [x] : []));
  return known.length > 0 ? new Set(known) : undefined;
}

/**
 * Judges the bytes of a signed file. Without `keys` the signer cannot be proven: whoever changes a file can sign it
 * anew with a key of their own. Needs no server, no database, no setting.
 */
export function verifyReceipt(bytes: Uint8Array, keys?: ReadonlySet<string>): Verdict {
  const text = bytes.byteLength > maximumBytes ? undefined : decoded(bytes);
  const document = text === undefined ? undefined : parsedJson(text);
  if (text === undefined || !isDocument(document)) return { verdict: 'no_receipt' };
  const fault = faultFound(document, text, keys);
  if (fault) return { verdict: 'forged', fault, document };
  return { verdict: keys ? 'genuine' : 'unproven', document };
}

/** What nests too deep to be written down again was made to break readers. */
function faultFound(...given: Parameters<typeof faultOf>): Fault | undefined {
  try {
    return faultOf(...given);
  } catch (error) {
    if (error instanceof RangeError) return 'unknown_form';
    throw error;
  }
}

const isDocument = (value: unknown): value is SignedReceipt => Document.safeParse(value).success;

function faultOf(document: SignedReceipt, text: string, keys: ReadonlySet<string> | undefined): Fault | undefined {
  const { algorithm, keyId, publicKey, value } = document.signature;
  const key = publicKeyOf(publicKey);
  if (algorithm !== 'Ed25519' || !key || keyId !== keyIdOf(publicKey)) return 'unknown_form';
  const signature = Buffer.from(value, 'base64url');
  if (!verify(null, signedBytes(document), key, signature)) return 'changed';
  // Base64 has more than one text for the same bytes, JSON more than one for the same value: one of each is ours.
  if (signature.toString('base64url') !== value || fileText(document) !== text) return repeatsMember(text) ? 'ambiguous' : 'rewritten';
  return keys && !keys.has(publicKey) ? 'foreign_key' : undefined;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    // A byte order mark is a changed byte too.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
