import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EnvironmentError } from '../env.ts';
import type { SignedReceipt } from '../receipts/signed-form.ts';
import { type Fault, readKeySet, type Verdict, verifyReceipt } from '../receipts/verify.ts';
import { tellFailure } from './failure.ts';

const help = `Usage: npm run receipt:verify -- <file.json> [--keys <receipt-keys.json>]

Says whether a receipt's signed file is as it was signed, to the byte. Works by itself: no server, database, key or network.

  --keys   the public keys of the service that should have signed it: its /receipt-keys.json, saved as a file.
           Without it nothing is known of the signer: whoever changes a receipt can sign it anew with another key.

Ends with exit code
  0  genuine: unchanged, and signed by one of the keys given
  2  unchanged, but the signer is unproven (no --keys)
  3  changed or forged
  4  not a receipt
  1  the command could not do its work`;

const exitCodes: Record<Verdict['verdict'], number> = { genuine: 0, unproven: 2, forged: 3, no_receipt: 4 };

const faults: Record<Fault, string> = {
  changed: 'Something in it was changed after it was signed: the signature does not fit. Do not rely on anything it says.',
  rewritten: 'What it says is as it was signed, but the file was written anew (opened and saved by another program, or sent as text). Ask for the file itself.',
  ambiguous:
    'A member of it stands there twice, so that different programs read different things: only one of them was signed. Do not rely on anything it says.',
  foreign_key: 'It was signed by a key that is none of those you gave: made by somebody else, or changed and signed anew. Do not rely on anything it says.',
  unknown_form: 'Its signature is not one that this service makes. Do not rely on anything it says.',
};

function told(given: Verdict): string {
  switch (given.verdict) {
    case 'genuine':
      return `GENUINE. Nothing was changed, and it was signed by one of the keys you gave.\n\n${summary(given.document)}`;
    case 'unproven':
      return `UNCHANGED, SIGNER UNPROVEN. Nothing was changed since it was signed; who signed it is not proven yet.\n\n${summary(given.document)}\n\n${proof(given.document)}`;
    case 'forged':
      return `CHANGED OR FORGED. ${faults[given.fault]}`;
    case 'no_receipt':
      return 'NOT A RECEIPT. This is no signed receipt, or so little is left of one that it cannot be read.';
  }
}

/** An address of no more than scheme, host and port, in letters that no shell and no reader takes for others. */
const plainOrigin = /^https?:\/\/(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/;

/** The file's issuer is whatever its maker wrote: only a web address is put into a command. */
const isWebOrigin = (issuer: string): boolean => plainOrigin.test(issuer) && URL.canParse(issuer) && new URL(issuer).origin === issuer;

function proof({ issuer, signature }: SignedReceipt): string {
  if (!isWebOrigin(issuer)) return 'The issuer that the file names is no web address, so there is nowhere to get keys from. Do not rely on anything it says.';
  return `To prove the signer, get the keys of the service that the file names, and see that it is the one you trust:

  curl -o receipt-keys.json '${issuer}/receipt-keys.json'
  npm run receipt:verify -- <file.json> --keys receipt-keys.json

The key that signed it is ${printable(signature.keyId)}; a genuine one is in that file as "kid".`;
}

/** What the receipt says, in the few words that people compare. */
function summary({ receipt, issuer, issuedAt, signature }: SignedReceipt): string {
  const { reference, orderId, merchant, total, paid, paidAt, refunds, isTest } = receipt as Record<string, unknown>;
  const rows: [string, string][] = [
    ['Seller', text(member(merchant, 'legalName') ?? member(merchant, 'name'))],
    ['Order', text(orderId)],
    ['Order total', amount(total)],
    ['Amount paid', amount(paid)],
    ['Paid at', text(paidAt)],
    ...list(refunds).map((refund): [string, string] => ['Refunded', `${amount(member(refund, 'amount'))} at ${text(member(refund, 'at'))}`]),
    ['Reference', text(reference)],
    ['Signed by', `${printable(issuer)} at ${printable(issuedAt)}`],
    ['Key', printable(signature.keyId)],
    ...(isTest === true ? [['Test mode', 'no real money moved'] satisfies [string, string]] : []),
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(13)}${value}`).join('\n');
}

const member = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const amount = (value: unknown): string => `${text(member(value, 'value'))} ${text(member(value, 'currency'))}`;
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? printable(String(value)) : '—');

/** A file of a stranger's: nothing in it may steer the terminal or turn the line. */
const printable = (value: string): string => value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd').slice(0, 200);

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new EnvironmentError(`${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}).`);
  }
}

function keysOf(path: string): Set<string> {
  const keys = readKeySet(contentOf(path).toString('utf8'));
  if (!keys) throw new EnvironmentError(`${path} holds no receipt keys. It must be what the service answers at /receipt-keys.json.`);
  return keys;
}

function main(): void {
  const options = { keys: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;
  const { values: given, positionals } = parseArgs({ options, allowPositionals: true });
  if (given.help) {
    console.log(help);
    return;
  }
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new EnvironmentError('Name one file: npm run receipt:verify -- receipt.json. See --help.');
  const verdict = verifyReceipt(contentOf(path), given.keys === undefined ? undefined : keysOf(given.keys));
  console.log(told(verdict));
  process.exitCode = exitCodes[verdict.verdict];
}

try {
  main();
} catch (error) {
  tellFailure(error);
}
