import { wrongsInBooks } from '../../fixtures/books.ts';
import { untilQuiet } from '../at-rest.ts';
import { untoldTo } from '../heard-by-shop.ts';
import { letTimePass, untilSettled } from '../time-passes.ts';
import { untilEmpty } from '../until.ts';
import type { Operation, Play, Told } from './operations.ts';
import { request, type Step, textOf } from './overseer.ts';
import type { CrashTrial } from './trial.ts';

/** A step of an operation at which the service is killed. */
export type Stop = { operation: Operation; step: Step };

export const nameOf = ({ operation, step }: Stop): string => `${operation.name}: ${textOf(step)}`;

/** What came of a stop: whether the operation came to it at all, and what was wrong afterwards. */
export type Stopped = { stop: Stop; isReached: boolean; wrongs: string[] };

let orders = 0;
const nextOrder = (): string => `crash-${++orders}-x`;

type Recorded = { stops: Stop[]; wrongs: string[] };

/** Plays every operation once, undisturbed, some at a time, and writes down what each comes past: the steps it can be stopped at. */
export async function recordSteps(trial: CrashTrial, chosen: readonly Operation[], atOnce: number): Promise<Recorded> {
  const all: Recorded = { stops: [], wrongs: [] };
  for (let at = 0; at < chosen.length; at += atOnce) {
    const { stops, wrongs } = await recordSome(trial, chosen.slice(at, at + atOnce));
    all.stops.push(...stops);
    all.wrongs.push(...wrongs);
  }
  return all;
}

async function recordSome(trial: CrashTrial, chosen: readonly Operation[]): Promise<Recorded> {
  const opened = await Promise.all(chosen.map(async (operation) => ({ operation, play: await operation.open(trial, nextOrder()) })));
  await untilQuiet(trial.server);
  const watched = opened.map((one) => ({ ...one, watching: trial.overseer.watch(one.play.markers) }));
  const told = await Promise.all(watched.map(({ play }) => askUntilDone(play)));
  await untilQuiet(trial.server);
  trial.overseer.forget();
  const judged = await Promise.all(watched.map(({ play }, index) => play.judge(told[index]?.text ?? '')));
  const stops = watched.flatMap(({ operation, watching }) =>
    watching
      .met()
      .filter(({ name }) => name !== `before ${request}`)
      .map((step) => ({ operation, step })),
  );
  return { stops, wrongs: judged.flatMap((wrongs, index) => wrongs.map((wrong) => `${watched[index]?.operation.name}, undisturbed: ${wrong}`)) };
}

const stopsWithinMs = 8_000;

/** Begins an operation for each stop, lets each stand still there, kills the service once, and does all of them again. */
export async function playStops(trial: CrashTrial, stops: readonly Stop[]): Promise<Stopped[]> {
  const opened = await Promise.all(stops.map(async (stop) => ({ stop, play: await stop.operation.open(trial, nextOrder()) })));
  await untilQuiet(trial.server);
  const begun = opened.map(({ stop, play }) => {
    const watching = trial.overseer.watch(play.markers, stop.step);
    return { stop, play, watching, received: play.ask().catch(() => undefined) };
  });
  const reached = await Promise.all(begun.map(({ watching }) => within(watching.stopped, stopsWithinMs)));
  await trial.kill();
  const firsts = await Promise.all(begun.map(({ received }) => received));
  await trial.server.restart();
  // At once, as a caller would whose connection broke; then, when leases have run out, until it is done.
  const soon = await Promise.all(begun.map(({ play }) => play.ask().catch(wordsOf)));
  await letTimePass(trial.server);
  return Promise.all(
    begun.map(async ({ stop, play, watching }, index) => {
      const first = firsts[index]?.is === 'done' ? firsts[index].text : watching.answer();
      const second = soon[index];
      const told = [first, typeof second === 'object' && second.is === 'done' ? second.text : undefined];
      const wrongs = typeof second === 'string' ? [second] : await againAndJudge(play, told).catch((error: unknown) => [wordsOf(error)]);
      return { stop, isReached: reached[index] === true, wrongs: wrongs.map((wrong) => `${nameOf(stop)}: ${wrong}`) };
    }),
  );
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `told`: what its caller was answered before, or was about to be. */
async function againAndJudge(play: Play, told: readonly (string | undefined)[]): Promise<string[]> {
  const again = await askUntilDone(play);
  const others = told.filter((text) => text !== undefined && isAnswer(text) && text !== again.text);
  return [...others.map((text) => `it was answered ${text}, and again ${again.text}`), ...(await play.judge(again.text))];
}

/** Not a refusal, nor a page on the way. */
const isAnswer = (text: string): boolean => text.startsWith('{') && !text.includes('urn:payment-links:problem');

const mostTries = 100;

async function askUntilDone(play: Play): Promise<Told> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const told = await play.ask();
    if (told.is === 'done') return told;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it was not done after ${mostTries} tries`);
}

const within = (done: Promise<void>, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    void done.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });

/** What is wrong once all is quiet again: in the books, and in what the shop has heard. */
export async function wrongsInTheEnd(trial: CrashTrial): Promise<string[]> {
  const left = await untilSettled(trial.server);
  const unsound = await untilEmpty(() => wrongsInBooks(trial.server), 15_000);
  return [...left, ...unsound, ...(await untoldTo(trial.shop, trial.server))];
}
