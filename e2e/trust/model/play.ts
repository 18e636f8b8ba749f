import fc from 'fast-check';
import { now } from '#lib/clock.ts';
import { decideAll } from './bank-acts.ts';
import { type Model, must, newModel, Violation } from './facts.ts';
import { checkInTheEnd } from './invariants.ts';
import { openLink, openSession } from './merchant-acts.ts';
import { closeWorld, jump, openWorld, type Stage, sessionDays, type World, work } from './world.ts';

export type Played = {
  counts: Map<string, number>;
  programs: number;
  commands: number;
  seconds: number;
  counterexample: { error: string; program: string[]; path: string; replay: string } | undefined;
};

type Program = Iterable<fc.AsyncCommand<Model, World>>;
type Wanted = { programs: number; seed: number; path?: string | undefined; first: boolean };

/** How long a counterexample is made shorter. */
const shrinkMs = 90_000;
const progressMs = 15_000;

/** Plays programs one after the other until one fails, and makes that one shorter. */
export async function playPrograms(stage: Stage, programs: fc.Arbitrary<Program>, { programs: numRuns, seed, path, first }: Wanted): Promise<Played> {
  const counts = new Map<string, number>();
  const startedAt = performance.now();
  let failedAt: number | undefined;
  let toldAt = startedAt;
  let played = 0;
  const property = fc.asyncProperty(programs, async (commands) => {
    // Whatever is shorter still is taken for right: the counterexample stands as it is.
    if (failedAt !== undefined && performance.now() - failedAt > shrinkMs) return;
    try {
      await playOne(stage, commands, failedAt === undefined ? counts : new Map());
    } catch (error) {
      failedAt ??= performance.now();
      throw error;
    }
    played += 1;
    if (performance.now() - toldAt < progressMs) return;
    toldAt = performance.now();
    console.log(`  ${played} programs, ${((toldAt - startedAt) / 1000).toFixed(0)} s`);
  });
  const details = await fc.check(property, { seed, numRuns, endOnFailure: first, ...(path && { path }) });
  const seconds = ((failedAt ?? performance.now()) - startedAt) / 1000;
  return { counts, programs: details.numRuns, commands: counts.get('commands') ?? 0, seconds, counterexample: counterexampleOf(details) };
}

async function playOne(stage: Stage, commands: Program, counts: Map<string, number>): Promise<void> {
  const { model, real } = await begin(stage);
  try {
    await fc.asyncModelRun(() => ({ model, real }), commands);
    await finish(model, real);
  } finally {
    for (const [what, times] of model.counts) counts.set(what, (counts.get(what) ?? 0) + times);
    await closeWorld(real);
  }
}

function counterexampleOf({ failed, counterexample, counterexamplePath, errorInstance }: fc.RunDetails<[Program]>): Played['counterexample'] {
  if (!failed || !counterexample) return undefined;
  const [program] = counterexample;
  const replay = /replayPath="([^"]*)"/.exec(String(program))?.[1] ?? '';
  const error =
    errorInstance instanceof Error ? (errorInstance instanceof Violation ? errorInstance.message : (errorInstance.stack ?? '')) : String(errorInstance);
  return { error, program: [...program].map(String), path: counterexamplePath ?? '', replay };
}

/** A program begins with an order of each merchant's and its link. */
async function begin(stage: Stage): Promise<{ model: Model; real: World }> {
  const real = await openWorld(stage);
  const model = newModel();
  for (const shop of [1, 0] as const) {
    const session = await openSession(model, real, { shop, minor: 10_000 + shop, autoCapture: false, callbacks: 0, json: false });
    if (session) await openLink(model, real, session);
  }
  return { model, real };
}

/** The next instant at which something is due, of ours or the gateway's; sessions that merely grow old are not waited for. */
async function nextDue(world: World): Promise<Date | undefined> {
  const [row] = await world.rows<{ at: Date | null }>(
    `SELECT min(at) AS at FROM (
       SELECT check_at AS at FROM payment WHERE merchant_id = ANY($1::uuid[])
       UNION ALL SELECT o.check_at FROM payment_operation o WHERE o.merchant_id = ANY($1::uuid[])
       UNION ALL SELECT due_at FROM delivery WHERE merchant_id = ANY($1::uuid[])
       UNION ALL SELECT n.due_at FROM sandbox_notification n JOIN sandbox_account a ON a.id = n.account_id JOIN gateway_account g ON g.username = a.username WHERE g.merchant_id = ANY($1::uuid[])
     ) due`,
    world.shops.map(({ merchantId }) => merchantId),
  );
  return row?.at ?? undefined;
}

/** Whatever is under way has ended by then: the longest wait is a shop that does not answer for three days. */
const boundMs = 20 * 86_400_000;
const mostRounds = 200;

/**
 * Nothing breaks any more, the banks decide, and time passes until nothing is due: that must come. Then everything
 * must be right.
 */
async function finish(model: Model, world: World): Promise<void> {
  world.faults.length = 0;
  // An order that has grown too old takes no money, whenever it began to move.
  for (const session of model.sessions) session.isDisturbed ||= world.clock.shiftMs - session.sinceMs > sessionDays * 86_400_000;
  await work(world);
  await decideAll(world);
  const until = world.clock.shiftMs + boundMs;
  for (let rounds = 0; ; rounds += 1) {
    await work(world);
    must(world.wrongs.length === 0, world.wrongs.join('\n'));
    const due = await nextDue(world);
    if (!due) break;
    const aheadMs = due.getTime() - now().getTime();
    if (aheadMs > 0) jump(world, aheadMs + 1);
    must(rounds < mostRounds && world.clock.shiftMs < until, `invariant 7: after ${rounds} rounds something is still due at ${due.toISOString()}`);
  }
  await checkInTheEnd(model, world);
}
