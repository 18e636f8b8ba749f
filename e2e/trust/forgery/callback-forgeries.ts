import { createHash, createHmac } from 'node:crypto';
import { checksumOf } from '../../fixtures/forge.ts';
import type { Chance } from '../rounds.ts';
import { cut, flipped, lengthened, otherCase } from './changed-text.ts';
import type { True } from './ground.ts';

/** A request that says it is the gateway's. */
export type Sent = { url: string; method?: string; type?: string; body: string };
/** What a forger knows: the callback it forges, a true one about another order of the shop, and one about another merchant's. */
export type Known = { chance: Chance; real: True; other: True; foreign: True };

/** `isAlarm`: the address is right, so that somebody is to be told. */
export type Forgery = { kind: string; isAlarm: boolean; forge: (known: Known) => Sent };

type Fields = Record<string, string>;
type Pairs = readonly (readonly [string, string])[];

const formOf = (fields: Fields | Pairs): string => new URLSearchParams((Array.isArray(fields) ? fields : Object.entries(fields)) as string[][]).toString();

/** A forgery of what is posted to the true address. */
const posted = (kind: string, forge: (fields: Fields, known: Known) => Fields | Pairs | string): Forgery => ({
  kind,
  isAlarm: true,
  forge: (known) => {
    const made = forge({ ...known.real.fields }, known);
    return { url: known.real.url, body: typeof made === 'string' ? made : formOf(made) };
  },
});

/** The same with another checksum. */
const checked = (kind: string, checksum: (right: string, fields: Fields, known: Known) => string): Forgery =>
  posted(kind, (fields, known) => ({ ...fields, checksum: checksum(fields.checksum ?? '', fields, known) }));

const signedBy = (secret: string, { amount = '', currency = '', shop_orderid = '' }: Fields): string => checksumOf({ amount, currency, shop_orderid }, secret);
const without = (fields: Fields, dropped: string): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== dropped));
const twice = (fields: Fields, name: string, value: string, isFirst: boolean): Pairs => {
  const pairs = Object.entries(fields);
  return isFirst ? [[name, value], ...pairs] : [...pairs, [name, value]];
};
const signedFields = ['amount', 'currency', 'shop_orderid'] as const;
const unkeyed = ({ amount = '', currency = '', shop_orderid = '' }: Fields): string => `amount=${amount},currency=${currency},shop_orderid=${shop_orderid}`;
const hex = (chance: Chance, length: number): string => Array.from({ length }, () => chance.whole(0, 15).toString(16)).join('');

const checksums: Forgery[] = [
  checked('a checksum that was guessed', (_right, _fields, { chance }) => hex(chance, 32)),
  checked('one character of the checksum changed', (right, _fields, { chance }) => flipped(chance, right, '0123456789abcdef')),
  checked('a checksum that was cut', (right, _fields, { chance }) => cut(chance, right)),
  checked('a checksum that is too long', (right, _fields, { chance }) => lengthened(chance, right)),
  checked('a checksum in capitals', (right) => otherCase(right)),
  checked('an empty checksum', () => ''),
  posted('no checksum', (fields) => without(fields, 'checksum')),
  posted('the right checksum and another', (fields, { chance }) => twice(fields, 'checksum', hex(chance, 32), chance.isOnce(0.5))),
  posted('the right checksum twice', (fields) => twice(fields, 'checksum', fields.checksum ?? '', false)),
  posted('a checksum under another name', (fields, { chance }) => ({
    ...without(fields, 'checksum'),
    [chance.of(['Checksum', 'checksum[]', ' checksum', 'checksum ', 'checksum\u0000', 'sha', 'signature'])]: fields.checksum ?? '',
  })),
  checked('a checksum with an empty secret', (_right, fields) => signedBy('', fields)),
  checked('a checksum with another merchant’s secret', (_right, fields, { chance }) => signedBy(hex(chance, 24), fields)),
  checked('a checksum with a word for no secret', (_right, fields, { chance }) => signedBy(chance.of(['undefined', 'null', 'secret', 'false', '0']), fields)),
  checked('a checksum without the secret', (_right, fields) => createHash('md5').update(unkeyed(fields)).digest('hex')),
  checked('a checksum of another algorithm', (_right, fields, { chance }) => {
    const algorithm = chance.of(['sha1', 'sha256', 'sha512', 'md5']);
    return createHmac(algorithm, '').update(unkeyed(fields)).digest('hex');
  }),
];

const amounts = (chance: Chance, right: string): string =>
  chance.of([
    '0.01',
    '1.00',
    '0',
    '-1.00',
    `${right}0`,
    ` ${right}`,
    `${right}\n`,
    right.replace('.', ','),
    `1${right}`,
    '1e3',
    'NaN',
    String(chance.whole(1, 10 ** 8)),
  ]);

const changes: Forgery[] = [
  posted('an amount changed after signing', (fields, { chance }) => ({ ...fields, amount: amounts(chance, fields.amount ?? '') })),
  posted('a currency changed after signing', (fields, { chance }) => ({ ...fields, currency: chance.of(['978', '752', 'DKK', '0208', '', ' 208', '360']) })),
  posted('an order id changed after signing', (fields, { chance, other }) => ({
    ...fields,
    shop_orderid: chance.of([
      other.fields.shop_orderid ?? '',
      `${fields.shop_orderid} `,
      `${fields.shop_orderid}-2`,
      otherCase(fields.shop_orderid ?? ''),
      '',
      '%',
    ]),
  })),
  posted('a signed field twice', (fields, { chance }) => {
    const name = chance.of(signedFields);
    return twice(fields, name, chance.isOnce(0.5) ? (fields[name] ?? '') : '1', chance.isOnce(0.5));
  }),
  posted('a signed field missing', (fields, { chance }) => without(fields, chance.of(signedFields))),
  posted('a signed field as a list', (fields, { chance }) => {
    const name = chance.of(signedFields);
    return { ...without(fields, name), [`${name}[]`]: fields[name] ?? '' };
  }),
  posted('the commas of the checksum moved', (fields) => ({ ...fields, amount: `${fields.amount},currency=${fields.currency}`, currency: '' })),
  posted('another payment’s id', (fields, { chance, other, foreign }) => ({
    ...fields,
    'transaction_info[paymentId]': chance.of([other.paymentId, foreign.paymentId, '', 'x', otherCase(fields['transaction_info[paymentId]'] ?? '')]),
  })),
  posted('the true callback of another order', (_fields, { other }) => ({ ...other.fields })),
  posted('the true callback of another merchant’s order', (_fields, { foreign }) => ({ ...foreign.fields })),
  posted('what was signed of another order, about this payment', (fields, { chance, other, foreign }) => {
    const { 'transaction_info[paymentId]': _id, ...signed } = chance.of([other, foreign]).fields;
    return chance.isOnce(0.5) ? signed : { ...signed, 'transaction_info[paymentId]': fields['transaction_info[paymentId]'] ?? '' };
  }),
  posted('the true checksum of another order', (fields, { other }) => ({ ...fields, checksum: other.fields.checksum ?? '' })),
];

const shaped = (kind: string, forge: (known: Known) => Partial<Sent>, isAlarm = true): Forgery => ({
  kind,
  isAlarm,
  forge: (known) => ({ url: known.real.url, body: formOf(known.real.fields), ...forge(known) }),
});

const boundary = 'aboundary';
const multipart = (fields: Fields): string =>
  `${Object.entries(fields)
    .map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--${boundary}--\r\n`;
const xml = (fields: Fields): string =>
  `<?xml version="1.0"?><APIResponse><Body>${Object.entries(fields)
    .map(([name, value]) => `<${name.replaceAll(/\W/g, '_')}>${value}</${name.replaceAll(/\W/g, '_')}>`)
    .join('')}</Body></APIResponse>`;

const shapes: Forgery[] = [
  shaped('JSON instead of a form', ({ real }) => ({ type: 'application/json', body: JSON.stringify(real.fields) })),
  shaped('multipart instead of a form', ({ real }) => ({ type: `multipart/form-data; boundary=${boundary}`, body: multipart(real.fields) })),
  shaped('XML instead of a form', ({ real }) => ({ type: 'application/xml', body: xml(real.fields) })),
  shaped('nothing posted', () => ({ body: '' })),
  shaped('a form that is encoded twice', ({ real }) => ({ body: encodeURIComponent(formOf(real.fields)) })),
  shaped('a form with other separators', ({ real }) => ({ body: formOf(real.fields).replaceAll('&', ';') })),
  shaped('a form that breaks off', ({ chance, real: { fields } }) => {
    // The checksum stands last, so that something signed or the checksum itself is missing.
    const whole = formOf({ ...without(fields, 'checksum'), checksum: fields.checksum ?? '' });
    return { body: whole.slice(0, chance.whole(0, whole.length - 1)) };
  }),
  shaped('the fields in the address, and none posted', ({ real }) => ({ url: `${real.url}?${formOf(real.fields)}`, body: '' })),
  shaped('the fields in the address, and junk posted', ({ real }) => ({ url: `${real.url}?${formOf(real.fields)}`, body: 'checksum=x' })),
  shaped('another method', ({ chance, real }) => ({ url: `${real.url}?${formOf(real.fields)}`, method: chance.of(['GET', 'PUT', 'DELETE', 'PATCH']) }), false),
];

type Parts = { before: string; id: string; mac: string; end: string };
const partsOf = (url: string): Parts => {
  const [end = '', mac = '', id = '', ...before] = url.split('/').reverse();
  return { before: before.reverse().join('/'), id, mac, end };
};

/** The true form at an address that is not the one we gave out for it. */
const addressed = (kind: string, change: (parts: Parts, known: Known) => Partial<Parts>): Forgery =>
  shaped(
    kind,
    (known) => {
      const parts = partsOf(known.real.url);
      const { before, id, mac, end } = { ...parts, ...change(parts, known) };
      return { url: [before, id, mac, end].join('/') };
    },
    false,
  );

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const addresses: Forgery[] = [
  addressed('one character of the address’s MAC changed', ({ mac }, { chance }) => ({ mac: flipped(chance, mac, base64url) })),
  addressed('a MAC that was cut', ({ mac }, { chance }) => ({ mac: cut(chance, mac) })),
  addressed('a MAC that is too long', ({ mac }, { chance }) => ({ mac: lengthened(chance, mac) })),
  addressed('a MAC in another case', ({ mac }) => ({ mac: otherCase(mac) })),
  addressed('a MAC that was guessed', (_parts, { chance }) => ({
    mac: chance.of(['A'.repeat(22), '-', '0', 'null', 'undefined', '%00', hex(chance, 22), '_'.repeat(22)]),
  })),
  addressed('another payment’s MAC', (_parts, { chance, other, foreign }) => ({ mac: partsOf(chance.of([other, foreign]).url).mac })),
  addressed('one character of the address’s payment id changed', ({ id }, { chance }) => ({ id: flipped(chance, id, '0123456789abcdef') })),
  addressed('another payment’s id in the address', (_parts, { chance, other, foreign }) => ({ id: chance.of([other, foreign]).paymentId })),
  addressed('a payment id in capitals', ({ id }) => ({ id: id.toUpperCase() })),
  addressed('a kind of callback that there is not', (_parts, { chance }) => ({
    end: chance.of(['okay', 'OK', 'success', 'verify_order', 'notify', 'ok%00', 'ok.json']),
  })),
  {
    kind: 'the true callback at another payment’s address',
    isAlarm: true,
    forge: ({ chance, real, other, foreign }) => ({ url: chance.of([other, foreign]).url, body: formOf(real.fields) }),
  },
];

/** Every kind of forgery of a gateway's callback. */
export const callbackForgeries: readonly Forgery[] = [...checksums, ...changes, ...shapes, ...addresses];

/** The true callback, written in another way that means the same. */
export function writtenOtherwise(chance: Chance, { url, fields }: True): Sent {
  const pairs = chance.shuffled(Object.entries(fields));
  const escaped = (text: string): string => [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
  return { url, body: chance.isOnce(0.5) ? formOf(pairs) : pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&') };
}
