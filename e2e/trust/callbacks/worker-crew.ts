import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FastClock, Pace } from './fast-clock.ts';

/** `underWay`: its tries by queue, which is the endpoint's id. */
type Member = { child: ChildProcess; underWay: Readonly<Record<string, number>>; isReady: boolean };

/** A line that a worker logged as an error: an alarm, or trouble. */
export type Logged = { alarm?: string; endpointId?: string; msg?: string; line: string };

/** Worker processes side by side; one that is killed is replaced at once. */
export type Crew = {
  logged: Logged[];
  /** SIGKILL to one in the middle of a send; answers how many tries it had under way. */
  kill: (choose: (most: number) => number) => Promise<number>;
  setPace: (pace: Pace) => void;
  /** No try is under way to these endpoints, as far as is known: a process that begins many tries at once tells of them late. */
  isIdle: (endpointIds: readonly string[]) => boolean;
  stop: () => Promise<void>;
};

const file = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const lookEveryMs = 5;
const midSendWithinMs = 30_000;

type Wanted = { workers: number; databaseUrl: string; clock: FastClock };

export async function startCrew({ workers, databaseUrl, clock }: Wanted): Promise<Crew> {
  const members = new Set<Member>();
  const logged: Logged[] = [];
  let isStopping = false;
  const begin = (): Promise<void> => {
    const member = spawnWorker(databaseUrl, clock.pace(), logged);
    members.add(member);
    member.child.once('close', (code, signal) => {
      members.delete(member);
      if (!isStopping && signal !== 'SIGKILL') logged.push({ line: `a worker ended by itself with code ${code}` });
    });
    return ready(member);
  };
  await Promise.all(Array.from({ length: workers }, begin));
  return {
    logged,
    kill: async (choose) => {
      const member = await inMidSend(members, choose);
      const underWay = triesOf(member);
      member.child.kill('SIGKILL');
      await once(member.child, 'close');
      await begin();
      return underWay;
    },
    isIdle: (endpointIds) => [...members].every(({ underWay }) => endpointIds.every((id) => !underWay[id])),
    setPace: (pace) => {
      for (const { child } of members) if (child.connected) child.send(pace);
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(
        [...members].map(async ({ child }) => {
          child.kill('SIGTERM');
          await once(child, 'close');
        }),
      );
    },
  };
}

function spawnWorker(databaseUrl: string, pace: Pace, logged: Logged[]): Member {
  const settings = { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', LOG_LEVEL: 'error', SESSION_DAYS: '3650', DATABASE_POOL: '10' };
  const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', file, JSON.stringify(pace)], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const member: Member = { child, underWay: {}, isReady: false };
  child.on('message', (underWay) => Object.assign(member, { underWay, isReady: true }));
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', (line) => logged.push(readLine(line)));
  return member;
}

const triesOf = ({ underWay }: Member): number => Object.values(underWay).reduce((sum, tries) => sum + tries, 0);

function readLine(line: string): Logged {
  try {
    return { ...(JSON.parse(line) as object), line };
  } catch {
    return { line };
  }
}

async function ready(member: Member): Promise<void> {
  while (!member.isReady && member.child.exitCode === null) await pause(lookEveryMs);
}

/** One whose tries are under way, now. */
async function inMidSend(members: ReadonlySet<Member>, choose: (most: number) => number): Promise<Member> {
  const deadline = performance.now() + midSendWithinMs;
  for (;;) {
    const all = [...members];
    const sending = all.filter((member) => triesOf(member) > 0);
    const chosen = sending[choose(Math.max(0, sending.length - 1))];
    if (chosen) return chosen;
    const [any] = all;
    if (any && performance.now() > deadline) return any;
    await pause(lookEveryMs);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
