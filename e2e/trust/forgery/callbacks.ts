import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { gatewayBooks, statusOf } from '../../fixtures/books.ts';
import type { CallbackKind } from '../../fixtures/forge.ts';
import { comeToRest } from '../at-rest.ts';
import { chanceOf } from '../rounds.ts';
import { askUntil } from '../until.ts';
import { callbackForgeries, type Sent, writtenOtherwise } from './callback-forgeries.ts';
import { type Ground, makeVictims, type True, trueCallback, unheard, type Victims, watchAllRows } from './ground.ts';
import { inTurn } from './in-turn.ts';
import type { Tally } from './tally.ts';

const kinds = ['ok', 'fail', 'open', 'notification', 'verify_order'] as const satisfies readonly CallbackKind[];
const formType = 'application/x-www-form-urlencoded';

async function send({ url, method = 'POST', type = formType, body }: Sent): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { method, headers: { 'content-type': type }, ...(method !== 'GET' && { body }), redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
}

/** The true callbacks that are forged: of each kind, about the victim, another order and another merchant's. */
async function knownCallbacks(ground: Ground, victims: Victims): Promise<(kind: CallbackKind) => { real: True; other: True; foreign: True }> {
  const byKind = new Map<CallbackKind, { real: True; other: True; foreign: True }>();
  for (const kind of kinds) {
    // The gateway's question is about a payment whose money has not moved: a yes would hold its order.
    const victim = kind === 'verify_order' ? victims.waiting : victims.unheard;
    const [real, other, foreign] = await Promise.all([victim, victims.other, victims.foreign].map((paymentId) => trueCallback(ground, paymentId, kind)));
    if (real && other && foreign) byKind.set(kind, { real, other, foreign });
  }
  return (kind) => {
    const known = byKind.get(kind);
    if (!known) throw new Error(`There is no true callback ${kind}`);
    return known;
  };
}

const alarmText = 'a gateway callback without a right checksum';
const alarmsIn = ({ server }: Ground): number => server.log().split(alarmText).length - 1;

/** Sends so many forged callbacks; each must be answered as if nothing were there, and no row of any table may change. */
export async function forgeCallbacks(ground: Ground, { seed, count }: { seed: number; count: number }, tally: Tally): Promise<void> {
  const victims = await makeVictims(ground);
  const known = await knownCallbacks(ground, victims);
  const look = await watchAllRows(ground);
  const before = alarmsIn(ground);
  let alarmed = 0;
  for (let number = 0; number < count; number += 1) {
    const chance = chanceOf(seed, number);
    const { kind, isAlarm, forge } = inTurn(callbackForgeries, number);
    const called = chance.of(kinds);
    const sent = forge({ chance, ...known(called) });
    const { status, text } = await send(sent);
    const changed = await look();
    tally.rowsChanged += changed.length;
    if (isAlarm) alarmed += 1;
    const told = `${sent.method ?? 'POST'} ${called} ${sent.url} ${sent.body.slice(0, 300)}`;
    tally.add(kind, [
      ...([400, 404].includes(status) || (sent.method !== undefined && status === 405) ? [] : [`answered ${status} ${text.slice(0, 120)}: ${told}`]),
      ...changed.map((table) => `a row of ${table} changed: ${told}`),
    ]);
  }
  const alarms = await askUntil(
    async () => alarmsIn(ground) - before,
    (heard) => heard >= alarmed,
    5_000,
  );
  if (alarms !== alarmed) tally.wrongs.push(`${alarmed} forgeries came to a right address, and ${alarms} alarms were raised`);
  await believeTrueOnes(ground, victims, tally);
}

/** The same callbacks unforged, in whatever order and encoding, move what they are about: it was the forgery that was refused. */
async function believeTrueOnes(ground: Ground, { unheard: paid, other, foreign, waiting }: Victims, tally: Tally): Promise<void> {
  const chance = chanceOf(0, 0);
  for (const [paymentId, kind] of [
    [paid, 'ok'],
    [other, 'notification'],
    [foreign, 'open'],
  ] as const) {
    const { status } = await send(writtenOtherwise(chance, await trueCallback(ground, paymentId, kind)));
    const now = await statusOf(ground.server, paymentId);
    if (status >= 400 || now !== 'authorized') tally.refused(`a callback ${kind} was answered ${status}, and its payment is ${now}`);
  }
  const asked = await send(writtenOtherwise(chance, await trueCallback(ground, waiting, 'verify_order')));
  if (asked.text !== 'OKAY') tally.refused(`the gateway’s question was answered ${asked.status} ${asked.text}`);
}

export type Replayed = { sent: number; transitions: number; told: number };

/** One true callback, sent over and over, many at once: the payment moves once, and its shop is told once. */
export async function replayCallback(ground: Ground, times: number, tally: Tally): Promise<Replayed> {
  const { server, shop } = ground;
  const path = '/told-once';
  const paymentId = await unheard(ground, shop, { callbacks: { notification: `${shop.origin}${path}` } });
  const real = await trueCallback(ground, paymentId, 'notification');
  await sendMany(real, times, tally);
  const told = () => shop.callbacks.filter((callback) => callback.path === path).length;
  await askUntil(
    async () => told(),
    (count) => count > 0,
    10_000,
  );
  await comeToRest(server);
  const transitions = await countOf(ground, "SELECT count(*)::int AS count FROM audit_entry WHERE subject_id = $1 AND to_status = 'authorized'", paymentId);
  const booked = await countOf(ground, 'SELECT count(*)::int AS count FROM ledger_entry WHERE payment_id = $1', paymentId);
  const held = await gatewayBooks(server, paymentId);
  if (transitions !== 1) tally.wrongs.push(`a callback that was sent ${times} times made ${transitions} transitions`);
  if (booked !== 2) tally.wrongs.push(`a callback that was sent ${times} times made ${booked} entries in the ledger`);
  if (told() !== 1) tally.wrongs.push(`a callback that was sent ${times} times had the shop told ${told()} times`);
  if (held.length !== 1) tally.wrongs.push(`the gateway has ${held.length} transactions of a payment whose callback was replayed`);
  return { sent: times, transitions, told: told() };
}

const atOnce = 20;

async function sendMany({ url, fields }: True, times: number, tally: Tally): Promise<void> {
  let left = times;
  const runner = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { status } = await send({ url, body: new URLSearchParams(fields).toString() });
      if (status !== 200) tally.refused(`a replayed notification was answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runner));
}

async function countOf({ server }: Ground, query: string, id: string): Promise<number> {
  const [row] = await queryAsGuest<{ count: number }>(server.settings, query, [id]);
  return row?.count ?? 0;
}
