import { basic } from '../../fixtures/api.ts';
import type { Chance } from '../rounds.ts';
import type { Door } from './attack.ts';
import { naughtyTexts } from './naughty.ts';
import { type Pools, type Scene, strangersAccount } from './scene.ts';

type Fields = Record<string, string>;
type Sent = { door: Door; path: string; text: string; authorization?: string };
type Draw = (scene: Scene, chance: Chance) => Omit<Sent, 'text'> & { fields: Fields };

const ours = (rest: string, fields: (pools: Pools, chance: Chance) => Fields): Draw => {
  return ({ pools }, chance) => ({ door: 'publicUrl', path: `/pay/${chance.of(pools.token)}/${rest}`, fields: fields(pools, chance) });
};

const banks = (page: string, fields: (chance: Chance) => Fields): Draw => {
  return ({ pools }, chance) => {
    const pid = chance.of(chance.isOnce(0.5) ? pools.pid : pools.strangersPid);
    return { door: 'sandboxUrl', path: `/sandbox/eCommerce/API/${page}`, fields: { pid, ...fields(chance) } };
  };
};

const cards = ['4111111111111111', '4180000000000566', '4000000000000002', '0'] as const;
const request = { terminal: 'AltaPay Test Card Terminal', amount: '12.00', currency: 'DKK', 'orderLines[0][description]': 'x', 'orderLines[0][quantity]': '1' };
const calls: Readonly<Record<string, Fields>> = {
  login: {},
  getTerminals: {},
  createPaymentRequest: { ...request, shop_orderid: 'again', 'config[callback_ok]': 'http://127.0.0.1:9/ok', 'transaction_info[a]': 'b' },
  checkoutSession: { ...request, shop_orderid: 'session-1' },
  payments: { shop_orderid: 'again', transaction_id: '1' },
  captureReservation: { transaction_id: '1', amount: '1.00' },
  refundCapturedReservation: { transaction_id: '1', amount: '1.00' },
  releaseReservation: { transaction_id: '1' },
};

const callNames = Object.keys(calls) as [string, ...string[]];

/** A call of the classic wire with the stranger's account: what it moves is the stranger's. */
const wire: Draw = (_scene, chance) => {
  const name = chance.of(callNames);
  return { door: 'sandboxUrl', path: `/sandbox/merchant/API/${name}`, fields: { ...calls[name] }, authorization: basic(strangersAccount) };
};

/** A press on the stranger's fault board. Its clock is everybody's: it is asked as JSON, which this is not. */
const board: Draw = (_scene, chance) => {
  const action = chance.of(['decide', 'fault', 'off', 'clock'] as const);
  const fields = {
    decide: { transaction: '1', decision: 'approve' },
    fault: { kind: 'bad_checksum', times: '1', delay: '0', order: 'x' },
    off: { id: 'x' },
    clock: {},
  };
  return { door: 'sandboxUrl', path: `/sandbox/board/${action}`, fields: { ...fields[action], view: 'find=x' }, authorization: basic(strangersAccount) };
};

/** What the gateway sends to an address that only it knows; the checksum is never right, or the address is another's. */
const callback: Draw = ({ pools }, chance) => ({
  door: 'publicUrl',
  path: chance.of(pools.callback),
  fields: Object.fromEntries(new URLSearchParams(chance.of(pools.callbackBody))),
});

const draws: readonly [Draw, ...Draw[]] = [
  ours('payments', (pools, chance) => ({
    method: chance.of(pools.paymentMethodId),
    intent: 'x'.repeat(22),
    revision: '1',
    language: 'da',
    from: 'da.3f9a61c20b',
  })),
  ours('opened', (pools, chance) => ({ nonce: chance.of(pools.nonce) })),
  ours('joined', (pools, chance) => ({ nonce: chance.of(pools.nonce), from: 'da.3f9a61c20b' })),
  ours('extend', (pools, chance) => ({ nonce: chance.of(pools.nonce) })),
  ({ pools }, chance) => ({ door: 'publicUrl', path: '/p', fields: { code: chance.of(pools.code), order: 'Order-1234/2026' } }),
  ({ pools }, chance) => ({ door: 'publicUrl', path: '/verify', fields: { code: chance.of(pools.paymentLink) } }),
  callback,
  callback,
  banks('pay', (chance) => ({ cc_number: chance.of(cards), cc_name: 'Ada', cc_exp: '12/30', cc_csc: '123' })),
  banks('pay', () => ({ decision: 'approve' })),
  banks('confirm', () => ({ code: '123' })),
  banks('decide', () => ({ decision: 'approve' })),
  banks('appUrl', () => ({ os: 'ios' })),
  wire,
  wire,
  board,
];

/** A form with something naughty in it, mostly. */
export function drawForm(scene: Scene, chance: Chance): Sent {
  const { fields, ...sent } = chance.of(draws)(scene, chance);
  return { ...sent, text: written(fields, chance) };
}

function written(fields: Fields, chance: Chance): string {
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, value]);
  const how = chance.whole(1, 12);
  const naughty = chance.of(naughtyTexts).toWellFormed();
  const [spot] = chance.shuffled(pairs);
  if (how <= 6 && spot) spot[1] = naughty;
  if (how === 7 && spot) pairs.push([spot[0], naughty]);
  if (how === 8) pairs.push([naughty, naughty]);
  if (how === 9 && spot) spot[0] = `${spot[0]}[${chance.of(['', '__proto__', 'a][b', '0'])}]`;
  const text = new URLSearchParams(pairs).toString();
  if (how === 10) return text.slice(0, chance.whole(0, text.length));
  if (how === 11) return `${text}&${chance.of(['%', '%zz', '\xff\xfe', '=', '&&&', 'a=%00', 'a=%ff', 'a='.repeat(3_000), '\0'])}`;
  return text;
}
