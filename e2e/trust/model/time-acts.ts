import { expireSessions } from '#lib/links/expire-sessions.ts';
import { cut, inLife } from '#lib/testing/mortal-process.ts';
import type { Act } from './act.ts';
import { count } from './facts.ts';
import { jump, sessionDays, type World, work } from './world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

export const jumps = { '6 s': 6 * second, '31 s': 31 * second, '3 min': 3 * minute, '12 min': 12 * minute, '70 min': 70 * minute, '25 h': 25 * hour };
export type Jump = keyof typeof jumps;

export const letWork: Act = { kind: 'the worker works', words: 'the worker works', can: () => true, run: (_model, world) => work(world) };

/** `isWatched`: the worker ran all the while, else it comes back to what has become due. */
export const pass = (time: Jump): Act => ({
  kind: 'time passes',
  words: `${time} pass`,
  can: () => true,
  run: async (_model, world) => {
    jump(world, jumps[time]);
    await work(world);
  },
});

export const expire: Act = {
  kind: 'sessions expire',
  words: 'sessions expire',
  can: () => true,
  run: async (model, world: World) => {
    jump(world, sessionDays * 24 * hour + minute);
    if ((await inLife(() => expireSessions(100))) !== cut) count(model, '→ expiry ran');
  },
};
