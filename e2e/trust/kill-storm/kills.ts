import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../rounds.ts';
import { type Process, type StormTrial, stoodInLineMs } from './storm-trial.ts';

/** What is killed in one go: a process of the service, the database, or both within 200 ms. */
export type Blow = { database: boolean; process: 0 | 1 | undefined; gapMs: number; afterMs: number };

/** How long something took to serve again: on the clock, and without the time its process stood in line for a processor. */
export type Served = { what: 'database' | 'server'; clockMs: number; ownMs: number };

const longestGapMs = 200;
const findsWithinMs = 60_000;

/** Draws so many kills of each, of which some fall together. */
export function drawBlows(databases: number, servers: number, chance: Chance): Blow[] {
  const together = Math.floor(Math.min(databases, servers) / 4);
  const blow = (database: boolean, server: boolean): Blow => ({
    database,
    process: server ? chance.of([0, 1]) : undefined,
    gapMs: chance.whole(0, longestGapMs),
    afterMs: chance.whole(100, 1_500),
  });
  const repeat = (times: number, make: () => Blow): Blow[] => Array.from({ length: times }, make);
  return chance.shuffled([
    ...repeat(together, () => blow(true, true)),
    ...repeat(databases - together, () => blow(true, false)),
    ...repeat(servers - together, () => blow(false, true)),
  ]);
}

/** Strikes, starts again what was struck, and tells how long each took to serve again. */
export async function strike({ processes, database }: StormTrial, { database: hitsDatabase, process, gapMs }: Blow): Promise<Served[]> {
  const hit = process === undefined ? undefined : processes[process];
  const kills = [...(hitsDatabase ? [() => database.kill9()] : []), ...(hit ? [() => hit.kill9()] : [])];
  await Promise.all(kills.map((kill, index) => pause(index * gapMs).then(kill)));
  const served: Served[] = [];
  if (hitsDatabase) {
    await database.restart();
    const alive = processes.filter((one) => one !== hit);
    served.push(...(await Promise.all(alive.map((one) => untilServing(one)))));
  }
  if (hit) served.push(await restart(hit));
  return served;
}

async function restart(hit: Process): Promise<Served> {
  const startedAt = performance.now();
  await hit.restart();
  const clockMs = performance.now() - startedAt;
  return { what: 'server', clockMs, ownMs: clockMs - stoodInLineMs(hit.process().pid) };
}

/** Until a process that lived on has found its database again. */
async function untilServing({ publicUrl, process }: Process): Promise<Served> {
  const { pid } = process();
  const [startedAt, waitedMs] = [performance.now(), stoodInLineMs(pid)];
  for (;;) {
    const answer = await fetch(`${publicUrl}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    const clockMs = performance.now() - startedAt;
    if (answer?.ok) return { what: 'database', clockMs, ownMs: clockMs - (stoodInLineMs(pid) - waitedMs) };
    if (clockMs > findsWithinMs) throw new Error(`the service did not find its database again within ${findsWithinMs} ms`);
    await pause(25);
  }
}
