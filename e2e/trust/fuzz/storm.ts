import { routeAt } from '../route-at.ts';
import type { Attack, Door } from './attack.ts';
import { toldAttack } from './attack.ts';
import { drawAttack } from './draw.ts';
import { wrongsOf } from './judge.ts';
import { type Line, openLine } from './line.ts';
import type { Scene } from './scene.ts';

/** What came of a storm. `byStatus` counts answers, `reached` the addresses that were answered with 2xx or 3xx. */
export type Tally = {
  sent: number;
  answers: number;
  byStatus: Map<number, number>;
  byKind: Map<string, number>;
  reached: Set<string>;
  ended: number;
  hangs: number;
  callbacksTold: number;
  slowestMs: number;
  wrongs: string[];
};

export const newTally = (): Tally => ({
  sent: 0,
  answers: 0,
  byStatus: new Map(),
  byKind: new Map(),
  reached: new Set(),
  ended: 0,
  hangs: 0,
  callbacksTold: 0,
  slowestMs: 0,
  wrongs: [],
});

type Given = { from: number; to: number; atOnce: number; hungAfter: number; seed: number; deadline: number; tell: (done: number) => void };

/** How many wrong answers end a storm early: what is broken is known by then. */
const enoughWrongs = 200;

/** How often what the storm uses up is made anew. */
const renewEvery = 4_000;

/** Sends the attacks of these numbers, `atOnce` at a time, each caller on its own line to each door. */
export async function storm(scene: Scene, tally: Tally, { from, to, atOnce, hungAfter, seed, deadline, tell }: Given): Promise<void> {
  let next = from;
  let renewing: Promise<void> | undefined;
  const caller = async (): Promise<void> => {
    const hungAfterMs = 1_000 * hungAfter;
    const lines = { publicUrl: openLine(scene.server.publicUrl, hungAfterMs), sandboxUrl: openLine(scene.server.sandboxUrl, hungAfterMs) };
    while (next < to && performance.now() < deadline && tally.wrongs.length < enoughWrongs) {
      const number = next;
      next += 1;
      if (number > 0 && number % renewEvery === 0) renewing = renew(scene, tally, number);
      await attackOnce(scene, tally, { lines, seed, number });
      tell(tally.sent);
    }
    for (const line of Object.values(lines)) line.close();
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  await renewing;
  if (next < to && performance.now() >= deadline) tally.wrongs.push(`${to - next} requests were not sent: the time was up`);
}

async function renew(scene: Scene, tally: Tally, number: number): Promise<void> {
  for (let triesLeft = 5; ; triesLeft -= 1) {
    try {
      return await scene.renew();
    } catch (error) {
      // The storm itself may have switched a method off just now, or paid what was being made.
      if (triesLeft > 0) continue;
      return void tally.wrongs.push(`the shop was no longer served at request ${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

type One = { lines: Readonly<Record<Door, Line>>; seed: number; number: number };

async function attackOnce(scene: Scene, tally: Tally, { lines, seed, number }: One): Promise<void> {
  const attack = drawAttack(scene, seed, number);
  const outcome = await lines[attack.door].send(attack);
  tally.sent += 1;
  count(tally.byKind, attack.kind);
  if (outcome.isHung) tally.hangs += 1;
  else if (outcome.answers.length === 0) tally.ended += 1;
  if (attack.whole?.path.startsWith('/gateway/')) tally.callbacksTold += 1;
  tally.slowestMs = Math.max(tally.slowestMs, outcome.ms);
  for (const { status } of outcome.answers) {
    tally.answers += 1;
    count(tally.byStatus, status);
    noteReached(tally, attack, status);
  }
  for (const wrong of wrongsOf(attack, outcome)) tally.wrongs.push(`seed ${seed}, --only ${number}: ${wrong}\n      ${toldAttack(attack)}`);
}

function noteReached({ reached }: Tally, { whole }: Attack, status: number): void {
  const route = whole && status < 400 ? routeAt(whole.path.split('?')[0] ?? '') : undefined;
  if (route) reached.add(route);
}

const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
