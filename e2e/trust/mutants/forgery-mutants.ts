import type { Mutant } from './mutant.ts';

export const forgeryMutants: readonly Mutant[] = [
  {
    name: 'looks-like-an-id',
    breaks: 'whatever has an id’s characters and length is handed to the database as one',
    foundBy: 'forgery',
    patches: [{ file: 'lib/ids.ts', find: '/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)', put: '/^[0-9a-f-]{36}$/.test(text)' }],
  },
  {
    name: 'address-unproven',
    breaks: 'the address of a gateway’s callback needs no MAC: a payment’s id is enough',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/payments/gateway-callback.ts',
        find: "isId(paymentId) && isMacText('gateway-callback', paymentId, mac);",
        put: "isId(paymentId) && mac !== '';",
      },
      { file: 'lib/payments/gateway-callback.ts', find: "import { isMacText } from '../secrets.ts';\n", put: '' },
    ],
  },
  {
    name: 'checksum-when-there',
    breaks: 'the checksum of a callback is compared when there is one',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/gateways/altapay/callback.ts',
        find: '!amount || !currency || !checksum) return undefined;',
        put: '!amount || !currency) return undefined;',
      },
      { file: 'lib/gateways/altapay/callback.ts', find: 'if (!sameText(checksumOf(', put: 'if (checksum && !sameText(checksumOf(' },
    ],
  },
  {
    name: 'any-orders-checksum',
    breaks: 'a right checksum is taken whichever order it is about',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/payments/gateway-callback.ts',
        find: 'if (!claim || claim.gatewayOrderId !== payment.gatewayOrderId || (',
        put: 'if (!claim || (',
      },
    ],
  },
  {
    name: 'any-transaction',
    breaks: 'what the gateway answers to a look-up is not compared with the payment: its id, amount, currency and terminal',
    foundBy: 'forgery',
    patches: [{ file: 'lib/payments/record-outcome.ts', find: '  return wrong.length === 0;\n', put: '  return true;\n' }],
  },
  {
    name: 'token-brings-its-key',
    breaks: 'a token is verified with the key in its own header',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/merchants/tokens.ts',
        find: 'import { type CryptoKey, decodeProtectedHeader, errors,',
        put: 'import { type CryptoKey, decodeProtectedHeader, errors, importJWK,',
      },
      {
        file: 'lib/merchants/tokens.ts',
        find: 'const key = kid ? await verificationKey(kid) : undefined;',
        put: 'const key = (await broughtKey(token)) ?? (kid ? await verificationKey(kid) : undefined);',
      },
      {
        file: 'lib/merchants/tokens.ts',
        find: 'function keyIdOf(token: string)',
        put: `async function broughtKey(token: string): Promise<CryptoKey | undefined> {
  try {
    const { jwk } = decodeProtectedHeader(token);
    return jwk && ((await importJWK(jwk, 'RS256')) as CryptoKey);
  } catch {
    return undefined;
  }
}

function keyIdOf(token: string)`,
      },
    ],
  },
  {
    name: 'any-issuer',
    breaks: 'a token of our key is taken whoever it says has issued it',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/merchants/tokens.ts',
        find: "jwtVerify(token, key, { issuer, algorithms: ['RS256'],",
        put: "jwtVerify(token, key, { algorithms: ['RS256'],",
      },
    ],
  },
  {
    name: 'way-back-unproven',
    breaks: 'the page a customer comes back to opens with a payment’s id, whatever MAC stands behind it',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/payments/return-page.ts',
        find: "isId(paymentId) && isMacText('return-page', paymentId, mac)",
        put: "isId(paymentId) && (isMacText('return-page', paymentId, mac) || mac.length === 22)",
      },
    ],
  },
  {
    name: 'member-unsigned',
    breaks: 'one member of a receipt is not among what is signed',
    foundBy: 'forgery',
    patches: [
      {
        file: 'lib/receipts/signed-form.ts',
        find: '{ signature: { value: _value, ...signature }, ...document }: SignedReceipt',
        put: '{ signature: { value: _value, ...signature }, issuedAt: _at, ...document }: SignedReceipt',
      },
    ],
  },
  {
    name: 'old-callback-believed',
    breaks: 'whoever receives believes a callback however long ago it was signed',
    foundBy: 'forgery',
    patches: [{ file: 'lib/webhooks/verify.ts', find: "  if (ageMs > toleranceMs) return 'too_old';\n", put: '' }],
  },
];
