import { setTimeout as pause } from 'node:timers/promises';
import { type Chance, chanceOf, progress } from '../rounds.ts';
import { letTimePass } from '../time-passes.ts';
import { type Blow, drawBlows, type Served, strike } from './kills.ts';
import { type Crowd, cardOf, makeLink, type Ordered, playOrder } from './order.ts';
import type { StormTrial } from './storm-trial.ts';

export type StormGiven = { databases: number; servers: number; workers: number; seed: number; minutes: number };

/** What came of it: every order that was begun, how long each took to serve again, and when something was away. */
export type Stormed = { orders: Ordered[]; served: Served[]; blows: Blow[]; away: { from: number; to: number }[]; counts: Crowd['counts']; wrongs: string[] };

/** Workers place orders and pay them, while the database and the processes are killed over and over; ends when every order has. */
export async function raiseStorm(trial: StormTrial, { databases, servers, workers, seed, minutes }: StormGiven): Promise<Stormed> {
  const chance = chanceOf(seed, 0);
  const blows = drawBlows(databases, servers, chance);
  const stormed: Stormed = { orders: [], served: [], blows, away: [], counts: { calls: 0, cutOff: 0, toldToWait: 0 }, wrongs: [] };
  const gate = openGate();
  const crowd: Crowd = { trial, mayCall: gate.passes, deadline: performance.now() + 60_000 * minutes, counts: stormed.counts };
  const card = await cardOf(trial);
  const state: State = { isOver: false, rush: false };
  const working = Promise.all(
    Array.from({ length: workers }, (_, worker) => work(crowd, card, stormed, state, { onlyLinks: worker % 4 === 3, chance: chanceOf(seed, worker + 1) })),
  );
  const tell = progress(blows.length);
  for (const [index, blow] of blows.entries()) {
    state.rush = true;
    await pause(blow.afterMs);
    void pause(rushesOnMs).then(() => {
      state.rush = false;
    });
    if (performance.now() > crowd.deadline) {
      stormed.wrongs.push(`${blows.length - index} of ${blows.length} blows were not struck: the time was up`);
      break;
    }
    const from = performance.now();
    stormed.served.push(...(await strike(trial, blow)));
    stormed.away.push({ from, to: performance.now() });
    await passTime(trial, gate);
    tell(index + 1);
  }
  state.isOver = true;
  await endOf(working, () => passTime(trial, gate));
  return stormed;
}

/** `rush`: a kill is near. */
type State = { isOver: boolean; rush: boolean };

const rushesOnMs = 300;
const looksEveryMs = 20;

/** Places one order after the other. Of those who only make links some rush when a kill is near: what was just answered is what can be lost. */
async function work(
  crowd: Crowd,
  card: string,
  { orders, wrongs }: Stormed,
  state: State,
  { onlyLinks, chance }: { onlyLinks: boolean; chance: Chance },
): Promise<void> {
  while (!state.isOver) {
    if (onlyLinks && !state.rush) {
      await pause(looksEveryMs);
      continue;
    }
    const ordered: Ordered = { orderId: `storm-${orders.length}-x`, acknowledged: [], paymentId: undefined, capturedMinor: 0, refundedMinor: 0 };
    orders.push(ordered);
    await (onlyLinks ? makeLink(crowd, ordered) : playOrder(crowd, ordered, card, chance)).catch((error: unknown) =>
      wrongs.push(`${ordered.orderId}: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}

type Gate = { passes: () => Promise<void>; close: () => void; open: () => void };

function openGate(): Gate {
  let opened = Promise.resolve();
  let open = (): void => undefined;
  return {
    passes: () => opened,
    close: () => {
      opened = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => open(),
  };
}

const stillForMs = 300;
const stillWithinMs = 25_000;

/**
 * Claims of who was killed run out after a minute at most. So that nobody has to wait for it, all callers hold still, and
 * when nothing is under way anywhere, that minute is over.
 */
async function passTime(trial: StormTrial, gate: Gate): Promise<void> {
  gate.close();
  try {
    const deadline = performance.now() + stillWithinMs;
    for (let stillSince = performance.now(); performance.now() - stillSince < stillForMs; ) {
      if (trial.underWay() > 0) stillSince = performance.now();
      // Never mind then: without it callers only wait longer.
      if (performance.now() > deadline) return;
      await pause(10);
    }
    await letTimePass(trial.server);
  } finally {
    gate.open();
  }
}

const endsEveryMs = 2_000;

/** Lets time pass now and then until all workers are done. */
async function endOf(working: Promise<unknown>, pass: () => Promise<void>): Promise<void> {
  const done = working.then(() => true);
  while (!(await Promise.race([done, pause(endsEveryMs, false)]))) await pass();
}
