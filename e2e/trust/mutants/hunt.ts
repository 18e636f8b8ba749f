import { spawn } from 'node:child_process';
import { EnvironmentError } from '#lib/env.ts';
import { type Played, playRun } from '../play-run.ts';
import { runNamed } from '../runs.ts';
import { lasting, markdownTable } from '../verdict.ts';
import { makeBrokenCopy } from './broken-copy.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

/** What became of a broken copy: whether its run found it out, after how long, and by what. */
type Hunted = { mutant: Mutant; words: 'found out' | 'SURVIVES' | 'DOES NOT RUN'; seconds: number; why: string };

/** Has the runs find out every mutant, or those chosen by their own name or their run's, and prints a table. True when each was. */
export async function huntMutants(names: readonly string[]): Promise<boolean> {
  const unknown = names.find((name) => !mutants.some((mutant) => mutant.name === name || mutant.foundBy === name));
  if (unknown) throw new EnvironmentError(`Unknown mutant or run: ${unknown}. There are ${mutants.map(({ name }) => name).join(', ')}.`);
  const chosen = mutants.filter(({ name, foundBy }) => names.length === 0 || names.includes(name) || names.includes(foundBy));
  const hunted: Hunted[] = [];
  for (const mutant of chosen) {
    process.stderr.write(`${mutant.name}: ${mutant.breaks} …\n`);
    const found = await huntOne(mutant);
    hunted.push(found);
    process.stderr.write(`${mutant.name}: ${found.words}, ${found.seconds.toFixed(0)} s\n`);
  }
  const rows = hunted.map(({ mutant, words, seconds, why }) => [mutant.foundBy, mutant.name, mutant.breaks, words, lasting(seconds), why]);
  console.log(`\n${markdownTable(['run', 'mutant', 'what is broken', 'verdict', 'time', 'given away by'], rows)}`);
  return hunted.every(({ words }) => words === 'found out');
}

async function huntOne(mutant: Mutant): Promise<Hunted> {
  const run = runNamed(mutant.foundBy);
  if (!run) throw new EnvironmentError(`There is no run ${mutant.foundBy}.`);
  const startedAt = performance.now();
  const { folder, remove } = makeBrokenCopy(mutant);
  try {
    const broken = run.needs === 'sources' ? undefined : await buildCopy(folder);
    const played = broken ?? (await playRun(run, { folder, options: mutant.hunt ?? run.hunts ?? ['--quick'], isShown: false }));
    const seconds = (performance.now() - startedAt) / 1_000;
    return { mutant, seconds, ...judge(played) };
  } finally {
    remove();
  }
}

function judge({ output, verdict }: Played): Pick<Hunted, 'words' | 'why'> {
  if (!verdict) {
    console.error(output);
    return { words: 'DOES NOT RUN', why: '' };
  }
  const [first = ''] = verdict.wrongs;
  return { words: verdict.wrongs.length > 0 ? 'found out' : 'SURVIVES', why: (first.split('\n')[0] ?? '').slice(0, 160) };
}

/** Builds a copy; what it said when that failed. */
async function buildCopy(folder: string): Promise<Played | undefined> {
  const child = spawn(process.execPath, ['lib/cli/build.mjs'], { cwd: folder });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return code === 0 ? undefined : { code, output: Buffer.concat(chunks).toString('utf8'), verdict: undefined };
}
