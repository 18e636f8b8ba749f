import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

// Two processes on one data folder lose acknowledged data, so exactly one may own it. The lock is a row of files
// owner.1, owner.2, … of which the highest counts. A dead owner is succeeded by creating the next number, which
// only one of several racers can; the highest file is never removed, so nobody mistakes an old state for the
// present one.

const Owner = z.object({
  pid: z.number().int().positive(),
  /** When the process of that pid started, so that a recycled pid is not taken for the owner. */
  startedAt: z.string(),
  /** Folder of the socket; null until the database answers. */
  socketFolder: z.string().nullable(),
});

export type Owner = z.output<typeof Owner>;
type Claim = { isMine: true; announce: (socketFolder: string) => void } | { isMine: false; owner: Owner };

/** PostgreSQL's clients look for this file name in the folder they are given as host. */
export const socketName = '.s.PGSQL.5432';

/** Makes this process the owner of the folder, unless a live one is. */
export async function claimOwnership(dataDir: string): Promise<Claim> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  for (;;) {
    const last = lastGeneration(dataDir);
    const previous = readOwner(dataDir, last);
    if (previous && (await isAlive(previous))) return { isMine: false, owner: previous };
    const mine = last + 1;
    if (!createGeneration(dataDir, mine)) continue;
    if (lastGeneration(dataDir) > mine) {
      // Somebody went further while this process looked at an older state.
      rmSync(generationPath(dataDir, mine), { force: true });
      continue;
    }
    removeOlder(dataDir, mine);
    return { isMine: true, announce: (socketFolder) => writeOwner(generationPath(dataDir, mine), socketFolder) };
  }
}

/** The live owner of the folder, if there is one. */
export async function findOwner(dataDir: string): Promise<Owner | undefined> {
  const owner = readOwner(dataDir, lastGeneration(dataDir));
  return owner && (await isAlive(owner)) ? owner : undefined;
}

const generationPath = (dataDir: string, generation: number): string => join(dataDir, `owner.${generation}`);

function generations(dataDir: string): number[] {
  try {
    return readdirSync(dataDir).flatMap((name) => /^owner\.(\d+)$/.exec(name)?.slice(1).map(Number) ?? []);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const lastGeneration = (dataDir: string): number => Math.max(0, ...generations(dataDir));

function removeOlder(dataDir: string, mine: number): void {
  for (const generation of generations(dataDir)) if (generation < mine) rmSync(generationPath(dataDir, generation), { force: true });
}

/** Undefined when there is none, or when it is older than the highest and was removed meanwhile. */
function readOwner(dataDir: string, generation: number): Owner | undefined {
  if (generation === 0) return undefined;
  try {
    return Owner.parse(JSON.parse(readFileSync(generationPath(dataDir, generation), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${generationPath(dataDir, generation)} cannot be read; remove it if no process uses this folder`, { cause: error });
  }
}

const draftPath = (path: string): string => `${path}.draft-${process.pid}`;

function writeDraft(path: string, socketFolder: string | null): string {
  const owner: Owner = { pid: process.pid, startedAt: startOf(process.pid) ?? '', socketFolder };
  writeFileSync(draftPath(path), JSON.stringify(owner), { mode: 0o600 });
  return draftPath(path);
}

/** Whole or not at all: written aside, then linked under a name that must not exist. */
function createGeneration(dataDir: string, generation: number): boolean {
  const path = generationPath(dataDir, generation);
  const draft = writeDraft(path, null);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

const writeOwner = (path: string, socketFolder: string): void => renameSync(writeDraft(path, socketFolder), path);

async function isAlive(owner: Owner): Promise<boolean> {
  if (startOf(owner.pid) === owner.startedAt) return true;
  // A process of another container on the same volume has a pid we cannot see, but its socket answers.
  return owner.socketFolder !== null && (await answers(join(owner.socketFolder, socketName)));
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(path);
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).setTimeout(1_000, end(true));
  });

/** Start time of a live process as the system tells it; undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return startByPs(pid);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in brackets, may hold anything; the state and the 22nd field follow it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  const env = { NODE_ENV: 'production', LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' } as const;
  return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim() || undefined;
}
