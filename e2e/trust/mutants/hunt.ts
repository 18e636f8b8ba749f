import { spawn } from 'node:child_process';
import { EnvironmentError } from '#lib/env.ts';
import { type Played, playRun } from '../play-run.ts';
import { newSeed } from '../rounds.ts';
import { type Run, runNamed } from '../runs.ts';
import { lasting, markdownTable } from '../verdict.ts';
import { makeBrokenCopy } from './broken-copy.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

type Words = 'found out' | 'SURVIVES' | 'DOES NOT RUN' | 'passed' | 'FAILED';

/** What became of a copy: what its run said of it, after how long, and what gave it away. */
type Hunted = { run: string; name: string; breaks: string; words: Words; seed: number; seconds: number; why: string };

const isRight = ({ words }: Hunted): boolean => words === 'found out' || words === 'passed';

/**
 * Has the runs find out every mutant, or those chosen by their own name or their run's, and prints a table. Before that
 * each of these runs plays a copy in which nothing is broken, which must pass: otherwise the place itself gives copies
 * away. True when all is as it must be.
 */
export async function huntMutants(names: readonly string[]): Promise<boolean> {
  const unknown = names.find((name) => !mutants.some((mutant) => mutant.name === name || mutant.foundBy === name));
  if (unknown) throw new EnvironmentError(`Unknown mutant or run: ${unknown}. There are ${mutants.map(({ name }) => name).join(', ')}.`);
  const chosen = mutants.filter(({ name, foundBy }) => names.length === 0 || names.includes(name) || names.includes(foundBy));
  const hunted = await playUnbroken(chosen);
  for (const mutant of chosen) {
    process.stderr.write(`${mutant.name}: ${mutant.breaks} …\n`);
    hunted.push(tellOne(await huntOne(mutant)));
  }
  const rows = hunted.map(({ run, name, breaks, words, seed, seconds, why }) => [run, name, breaks, words, String(seed), lasting(seconds), why]);
  console.log(`\n${markdownTable(['run', 'mutant', 'what is broken', 'verdict', 'seed', 'time', 'given away by'], rows)}`);
  return hunted.every(isRight);
}

function tellOne(hunted: Hunted): Hunted {
  process.stderr.write(`${hunted.name}: ${hunted.words}, ${hunted.seconds.toFixed(0)} s\n`);
  return hunted;
}

const runOf = ({ foundBy }: Pick<Mutant, 'foundBy'>): Run => {
  const run = runNamed(foundBy);
  if (!run) throw new EnvironmentError(`There is no run ${foundBy}.`);
  return run;
};

const sizesOf = (mutant: Pick<Mutant, 'foundBy' | 'hunt'>): readonly string[] => mutant.hunt ?? runOf(mutant).hunts ?? ['--quick'];

/** The runs of these mutants on one copy in which nothing is broken, each with every size that it hunts with. */
async function playUnbroken(chosen: readonly Mutant[]): Promise<Hunted[]> {
  const hunts = new Map(chosen.map((mutant) => [`${mutant.foundBy} ${sizesOf(mutant).join(' ')}`, mutant]));
  const { folder, remove } = makeBrokenCopy({ name: 'unbroken', patches: [] });
  const hunted: Hunted[] = [];
  try {
    const broken = [...hunts.values()].some((mutant) => runOf(mutant).needs !== 'sources') ? await buildCopy(folder) : undefined;
    if (broken) throw new EnvironmentError(`The copy in which nothing is broken was not built:\n${broken.output}`);
    for (const { foundBy, hunt } of hunts.values()) {
      const about = { name: 'none', breaks: `nothing (${sizesOf({ foundBy, ...(hunt && { hunt }) }).join(' ')})`, foundBy, ...(hunt && { hunt }) };
      hunted.push(tellOne(await playCopy(about, folder, { found: 'FAILED', nothing: 'passed' })));
    }
    return hunted;
  } finally {
    remove();
  }
}

async function huntOne(mutant: Mutant): Promise<Hunted> {
  const startedAt = performance.now();
  const { folder, remove } = makeBrokenCopy(mutant);
  try {
    const broken = runOf(mutant).needs === 'sources' ? undefined : await buildCopy(folder);
    const hunted = await playCopy(mutant, folder, { found: 'found out', nothing: 'SURVIVES' }, broken);
    return { ...hunted, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    remove();
  }
}

type About = Pick<Mutant, 'name' | 'breaks' | 'foundBy' | 'hunt'>;

async function playCopy(about: About, folder: string, words: { found: Words; nothing: Words }, broken?: Played): Promise<Hunted> {
  const run = runOf(about);
  const startedAt = performance.now();
  const seed = newSeed();
  const { output, verdict } = broken ?? (await playRun(run, { folder, options: [...sizesOf(about), '--seed', String(seed)], isShown: false }));
  const told = { run: run.name, name: about.name, breaks: about.breaks, seed, seconds: (performance.now() - startedAt) / 1_000 };
  if (!verdict || (words.found === 'FAILED' && verdict.wrongs.length > 0)) console.error(output);
  if (!verdict) return { ...told, words: 'DOES NOT RUN', why: '' };
  const [first = ''] = verdict.wrongs;
  return { ...told, words: verdict.wrongs.length > 0 ? words.found : words.nothing, why: (first.split('\n')[0] ?? '').slice(0, 160) };
}

/** Builds a copy; what it said when that failed. */
async function buildCopy(folder: string): Promise<Played | undefined> {
  const child = spawn(process.execPath, ['lib/cli/build.mjs'], { cwd: folder });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return code === 0 ? undefined : { code, output: Buffer.concat(chunks).toString('utf8'), verdict: undefined };
}
