// A storm of odd requests over every address. Run by `npm run trust -- fuzz`.

import { routes } from '#lib/server/routes.ts';
import { toldAttack } from './fuzz/attack.ts';
import { drawAttack } from './fuzz/draw.ts';
import { restingMemory, serverErrors, wrongsInLog, wrongsOfBooks, wrongsOfProcess, wrongsOfService } from './fuzz/health.ts';
import { openScene, type Scene } from './fuzz/scene.ts';
import { leaveHalves } from './fuzz/stalled.ts';
import { newTally, storm, type Tally } from './fuzz/storm.ts';
import { progress } from './rounds.ts';
import { readWhole, tellStory } from './story.ts';
import type { Outcome } from './verdict.ts';

const mostGrowthMb = 100;
/** Before so many requests a process is still growing into its size: what it holds is told, and not judged. */
const judgedFrom = 50_000;
const warmAfter = 20_000;

type Given = { requests: number; stalled: number; atOnce: number; hungAfter: number; minutes: number; seed: number };

/** One request again, after the same beginning: what it is and what came of it is printed. */
async function once(scene: Scene, seed: number, number: number): Promise<Outcome> {
  const tally = newTally();
  console.error(toldAttack(drawAttack(scene, seed, number)));
  await storm(scene, tally, { from: number, to: number + 1, atOnce: 1, hungAfter: 60, seed, deadline: performance.now() + 60_000, tell: () => undefined });
  return { figure: `request ${number}: ${[...tally.byStatus.keys()].join(', ') || 'no answer'}`, wrongs: [...tally.wrongs, ...wrongsInLog(scene, 1)] };
}

async function all(scene: Scene, { requests, stalled, atOnce, hungAfter, minutes, seed }: Given): Promise<Outcome> {
  const tally = newTally();
  const sizes = { atOnce, hungAfter, seed, deadline: performance.now() + minutes * 60_000, tell: progress(requests) };
  const endOfHalves = leaveHalves(scene, stalled);
  const warm = Math.min(warmAfter, Math.ceil(requests / 2));
  await storm(scene, tally, { ...sizes, from: 0, to: warm });
  const before = await restingMemory(scene);
  await storm(scene, tally, { ...sizes, from: warm, to: requests });
  const after = await restingMemory(scene);
  const grown = after - before;
  const wrongs = [
    ...tally.wrongs,
    ...(await endOfHalves()),
    ...wrongsOfProcess(scene),
    ...(await wrongsOfService(scene)),
    ...(await wrongsOfBooks(scene)),
    ...wrongsInLog(scene, tally.callbacksTold),
    ...wrongsOfReach(tally, requests),
    ...(requests >= judgedFrom && grown > mostGrowthMb ? [`memory grew by ${grown.toFixed(0)} MB, from ${before.toFixed(0)} to ${after.toFixed(0)} MB`] : []),
  ];
  const errors = serverErrors(scene);
  return {
    figure: `${tally.sent.toLocaleString('en-US')} sent, ${tally.answers.toLocaleString('en-US')} answers, ${errors} of 500 or more, ${tally.hangs} hangs, slowest ${(tally.slowestMs / 1_000).toFixed(1)} s, memory ${before.toFixed(0)} → ${after.toFixed(0)} MB`,
    rows: [...rowsOf(tally), ['half requests left open', stalled]],
    wrongs: errors > 0 ? [...wrongs, `${errors} answers of 500 or more by the service's own log`] : wrongs,
  };
}

/** A storm that is refused everywhere shows nothing. Of the addresses some only ever refuse whoever comes by chance. */
function wrongsOfReach({ reached }: Tally, requests: number): string[] {
  const all = Object.keys(routes).length;
  const least = Math.floor(all * (requests >= judgedFrom ? 0.85 : 0.6));
  return requests < 2_000 || reached.size >= least ? [] : [`only ${reached.size} of ${all} addresses were reached, of at least ${least}`];
}

const rowsOf = ({ sent, ended, reached, byStatus, byKind }: Tally): [string, number | string][] => [
  ['requests', sent],
  ['  ended without an answer', ended],
  ...[...byKind].map(([kind, count]): [string, number] => [`  ${kind}`, count]),
  ...[...byStatus].sort(([one], [other]) => one - other).map(([status, count]): [string, number] => [`answers ${status}`, count]),
  ['addresses that were reached', `${reached.size} of ${Object.keys(routes).length}`],
];

await tellStory({
  run: 'fuzz',
  tells: `Requests are made from the API's own description and the list of all addresses: valid ones with one thing wrong, other
JSON than was asked for, other bytes than were told, odd addresses, queries, headers, methods and forms, at pages, the
API, gateway callbacks, files and the sandbox; and bare bytes that are no request as it should be. Callers have the real
credentials and ids of a shop, or odd ones, or none. The built service runs on a real PostgreSQL. It passes when nothing
was answered with a status of 500 or more, every request was answered or its connection ended within 5 s (halves
that are left open: by the service's own limits), every answer is one that the description or the run's own table has,
memory stays flat (judged from 50,000 requests on), the log has no error and no alarm but those about callbacks that
were forged, the books are sound, and a good payment is taken afterwards.`,
  sizes: {
    requests: { what: 'requests', full: 100_000, quick: 2_500, from: 1, to: 10_000_000 },
    stalled: { what: 'half requests left open, for the service to end within a minute or so', full: 200, quick: 0, from: 0, to: 10_000 },
    atOnce: { what: 'callers at once', full: 12, quick: 12, from: 1, to: 500 },
    hungAfter: { what: 'seconds without an answer that are a hang, up to three times as many on a busy machine', full: 5, quick: 20, from: 1, to: 600 },
    minutes: { what: 'no request is sent after that long', full: 30, quick: 5, from: 1, to: 600 },
  },
  texts: { only: 'sends the request of this number alone' },
  play: async (given) => {
    const scene = await openScene();
    try {
      const only = given.text('only');
      return only === undefined ? await all(scene, given) : await once(scene, given.seed, readWhole('only', only, { from: 0, to: 10_000_000 }));
    } finally {
      await scene.close();
    }
  },
});
