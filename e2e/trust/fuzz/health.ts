import { execFileSync } from 'node:child_process';
import { statusOf, wrongsInBooks } from '../../fixtures/books.ts';
import { paid } from '../../fixtures/operations.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import { untilEmpty } from '../until.ts';
import { dial } from './line.ts';
import type { Scene } from './scene.ts';

const idleSockets = 32;
const readings = 10;
const readingEveryMs = 300;

/** The memory of the service's process in MB, with some callers connected and silent: the least of some readings. */
export async function restingMemory({ server }: Scene): Promise<number> {
  const idle = await Promise.all(Array.from({ length: idleSockets }, () => dial(server.publicUrl)));
  let least = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < readings; reading += 1) {
    least = Math.min(least, memoryOf(server));
    await new Promise((resolve) => setTimeout(resolve, readingEveryMs));
  }
  for (const { socket } of idle) socket.destroy();
  return least;
}

const memoryOf = (server: RunningServer): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.process().pid)], { encoding: 'utf8' })) / 1024;

/** What the service wrote since the scene was set. */
const logOf = ({ server, quietSince }: Scene): string => server.log().slice(quietSince);

/** An alarm that is right: a callback came to an address that only the gateway knows, without its checksum. */
const rightAlarm = /"alarm":"callback_forged"/;

/** What the service itself says went wrong, and what it must never say. */
export function wrongsInLog(scene: Scene, callbacksTold: number): string[] {
  const lines = logOf(scene)
    .split('\n')
    .filter((line) => line !== '' && !/^\{"level":"(?:info|warn)"/.test(line));
  const forged = lines.filter((line) => rightAlarm.test(line));
  const others = lines.filter((line) => !rightAlarm.test(line));
  return [
    ...(forged.length > callbacksTold ? [`${forged.length} alarms about forged callbacks, and only ${callbacksTold} were sent`] : []),
    ...others.map((line) => `the service wrote ${line.slice(0, 1_500)}`),
  ];
}

/** Answers of 500 and more by its own log: also those that nobody waited for. */
export const serverErrors = (scene: Scene): number => logOf(scene).match(/"status":5\d\d,[^\n]*"msg":"request"/g)?.length ?? 0;

/** The process that was attacked is the one that was started. */
export function wrongsOfProcess({ server }: Scene): string[] {
  const { exitCode, signalCode } = server.process();
  return exitCode === null && signalCode === null ? [] : [`the service ended by itself: ${exitCode ?? signalCode}`];
}

const settledWithinMs = 30_000;

/** The shop that was left alone is paid as ever: started, paid and settled. */
export async function wrongsOfService({ server, spared }: Scene): Promise<string[]> {
  try {
    const { paymentId } = await paid(spared);
    return await untilEmpty(async () => {
      const status = await statusOf(server, paymentId);
      return status === 'authorized' ? [] : [`a good payment afterwards is ${status ?? 'not there'}`];
    }, settledWithinMs);
  } catch (error) {
    return [`a good payment afterwards failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}

export const wrongsOfBooks = ({ server }: Scene): Promise<string[]> => untilEmpty(() => wrongsInBooks(server), settledWithinMs);
