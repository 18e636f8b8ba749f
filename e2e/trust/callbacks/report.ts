import { judgeReader, judgeReceiver, lagsOf, percentile } from './books.ts';
import type { Reader } from './reader.ts';
import { failures } from './receivers.ts';
import type { Chapter, Endpoint, Scene } from './scene.ts';

export type CallbackReport = { rows: [string, string | number][]; wrongs: string[] };

type Ended = { reader: Reader; alive: Chapter[]; beside: Chapter[]; replayed: number };

/** Fewer first tries say nothing of the slowest one in a hundred. */
const leastForLag = 1_000;
const mostRatio = 2;
/** Below this a lag is that of the loops and of a busy machine. */
const leastLagMs = 1_000;

/** What the run came to, and everything that was wrong. */
export async function reportOn(scene: Scene, { reader, alive, beside, replayed }: Ended): Promise<CallbackReport> {
  const { live, dead, mirror, crew } = scene;
  const all = [...live, ...dead];
  const lagsIn = (chapters: Chapter[]) => chapters.flatMap(({ written }) => live.flatMap(({ receiver }) => lagsOf(receiver, reader, written)));
  const lag = lagRows(lagsIn(alive), lagsIn(beside));
  const secondsOf = (chapters: Chapter[]) => chapters.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0);
  const wrongs = [
    ...scene.wrongs,
    ...judgeReader(reader, mirror),
    ...all.flatMap(({ receiver }) => judgeReceiver(receiver, scene.common.told, reader)),
    ...(await judgeRows(scene, replayed)),
    ...crew.logged.filter((logged) => !isExpected(logged, dead)).map(({ line }) => `a worker logged ${line}`),
    ...lag.wrongs,
  ];
  const rows: CallbackReport['rows'] = [
    ['events committed', mirror.committed.length],
    ['  in sessions', new Set(mirror.committed.map(({ sessionId }) => sessionId)).size],
    ['transactions rolled back', mirror.rollbacks],
    ['transactions committed late', mirror.lateCommits],
    ['endpoints, of which dead', `${all.length}, ${dead.length}`],
    ['workers killed in mid-send', scene.killed.length],
    ['  tries they had under way', scene.killed.reduce((sum, { underWay }) => sum + underWay, 0)],
    ['  tries nobody knows the end of', await countLost(scene)],
    ...triedRows(all),
    ['replayed to the dead', replayed],
    ['the reader asked for events', reader.asked()],
    ['  and got', reader.read.length],
    ['hours that the clock leapt', Math.round(scene.clock.leaps().ms / 3_600_000)],
    ['seconds to write, without and beside the dead', `${secondsOf(alive)}, ${secondsOf(beside)}`],
    ...lag.rows,
  ];
  return { rows, wrongs };
}

function triedRows(endpoints: readonly Endpoint[]): [string, number][] {
  const heard = endpoints.flatMap(({ receiver }) => receiver.heard.map(({ eventId, isTaken }) => ({ at: `${receiver.name} ${eventId}`, isTaken })));
  const taken = heard.filter(({ isTaken }) => isTaken);
  const distinct = new Set(taken.map(({ at }) => at)).size;
  const counted = failures.map((name): [string, number] => [`  ${name}`, endpoints.reduce((sum, { receiver }) => sum + (receiver.counts.get(name) ?? 0), 0)]);
  return [['tries heard', heard.length], ['  taken', taken.length], ['  of these twice or more', taken.length - distinct], ...counted];
}

/** The lag of healthy endpoints with and without the dead ones, as first tries show it. */
function lagRows(before: number[], after: number[]): { rows: [string, string | number][]; wrongs: string[] } {
  const [p99Before, p99After] = [percentile(before, 0.99), percentile(after, 0.99)];
  const ratio = p99After / Math.max(1, p99Before);
  const isJudged = Math.min(before.length, after.length) >= leastForLag;
  const both = (share: number) => `${percentile(before, share).toFixed(0)}, ${percentile(after, share).toFixed(0)}`;
  return {
    rows: [
      ['lag p50 without and beside the dead, ms', both(0.5)],
      ['lag p99', both(0.99)],
      [isJudged ? 'ratio of the p99' : 'ratio of the p99, too few to judge', ratio.toFixed(2)],
    ],
    wrongs:
      isJudged && ratio > mostRatio && p99After > leastLagMs ? [`the p99 lag of healthy endpoints grew ${ratio.toFixed(2)} times beside the dead ones`] : [],
  };
}

type LoggedLine = { alarm?: string; endpointId?: string };

/** Of the dead a person is told, and of what was given up. */
const isExpected = ({ alarm, endpointId }: LoggedLine, dead: readonly Endpoint[]): boolean =>
  alarm === 'callback_exhausted' || ((alarm === 'endpoint_failing' || alarm === 'endpoint_disabled') && dead.some(({ id }) => id === endpointId));

/** What stands in the database in the end. */
async function judgeRows({ trial, dead }: Scene, replayed: number): Promise<string[]> {
  const [row] = await trial.rows<{ open: number; doubled: number; owedToDead: number }>(
    `SELECT (SELECT count(*)::int FROM delivery WHERE status <> 'delivered') AS open,
      (SELECT count(*)::int FROM (SELECT 1 FROM event GROUP BY merchant_id, position HAVING count(*) > 1)) AS doubled,
      (SELECT count(*)::int FROM delivery WHERE endpoint_id = ANY($1::uuid[])) AS "owedToDead"`,
    dead.map(({ id }) => id),
  );
  return [
    ...(row?.open === 0 ? [] : [`${row?.open} deliveries are not delivered in the end`]),
    ...(row?.doubled === 0 ? [] : [`${row?.doubled} positions were given twice`]),
    ...(row?.owedToDead === replayed ? [] : [`${replayed} deliveries were replayed of ${row?.owedToDead} that the dead did not take`]),
  ];
}

/** Tries that were claimed by somebody who never said what became of them; those of the dead were counted anew by their replay. */
async function countLost({ trial, live }: Scene): Promise<number> {
  const [row] = await trial.rows<{ lost: number }>(
    `SELECT (sum(attempts) - (SELECT count(*) FROM delivery_attempt JOIN delivery ON delivery.id = delivery_id WHERE endpoint_id = ANY($1::uuid[])))::int AS lost
     FROM delivery WHERE endpoint_id = ANY($1::uuid[])`,
    live.map(({ id }) => id),
  );
  return row?.lost ?? 0;
}
