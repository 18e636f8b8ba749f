import { spawn } from 'node:child_process';
import { makeBrokenCopy } from './broken-copy.ts';
import { type Mutant, type MutantRun, mutants } from './mutants.ts';

type Played = { code: number | null; output: string };

/** What a run says of a broken copy: what gave it away, or that nothing did; undefined when it did not run. */
type Verdict = { isFound: boolean; after: string; why: string } | undefined;

/** How a run is made to find a broken copy out, and how its output is read. */
export type Hunt = { run: MutantRun; file: string; given: readonly string[]; read: (played: Played) => Verdict; tells: string };

/** Plays against one broken copy until it is found out. */
async function huntOne(mutant: Mutant, { file, given }: Hunt): Promise<Played> {
  const { folder, remove } = makeBrokenCopy(mutant);
  try {
    const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', file, ...given], { cwd: folder });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, output: Buffer.concat(chunks).toString('utf8') };
  } finally {
    remove();
  }
}

/** Hunts every mutant that this run is to find out, or those named, and prints a table of what found it. True when each was found out. */
export async function huntMutants(hunt: Hunt, names: readonly string[]): Promise<boolean> {
  const chosen = mutants.filter(({ name, foundBy = 'model' }) => foundBy === hunt.run && (names.length === 0 || names.includes(name)));
  console.log(`${chosen.length} broken copies, ${hunt.tells}\n`);
  let isEachFound = chosen.length > 0;
  for (const mutant of chosen) {
    const played = await huntOne(mutant, hunt);
    const verdict = hunt.read(played);
    const words = !verdict ? 'DOES NOT RUN' : verdict.isFound ? verdict.after : 'SURVIVES';
    console.log(`${mutant.name.padEnd(22)}${words.padEnd(22)}${verdict?.why ?? ''}\n${' '.repeat(22)}${mutant.breaks}\n`);
    if (!verdict) console.log(played.output);
    isEachFound &&= verdict?.isFound === true;
  }
  return isEachFound;
}
