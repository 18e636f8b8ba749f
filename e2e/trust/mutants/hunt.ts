import { spawn } from 'node:child_process';
import { makeBrokenCopy } from './broken-copy.ts';
import { type Mutant, mutants } from './mutants.ts';

type Found = { counterexample: { error: string } | undefined; programs: number; seconds: number };
export type Hunted = { mutant: string; found: Found | undefined; trouble: string };

/** Plays against one broken copy until the first counterexample. */
async function huntOne(mutant: Mutant, { programs, commands, seed }: Wanted): Promise<Hunted> {
  const { folder, remove } = makeBrokenCopy(mutant);
  try {
    const given = ['--programs', String(programs), '--commands', String(commands), '--seed', String(seed), '--database', 'postgres', '--first', '--json'];
    const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', 'e2e/trust/model.ts', ...given], { cwd: folder });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await new Promise((resolve) => child.on('close', resolve));
    const output = Buffer.concat(chunks).toString('utf8');
    const line = output.split('\n').find((each) => each.startsWith('{'));
    return { mutant: mutant.name, found: line === undefined ? undefined : (JSON.parse(line) as Found), trouble: output };
  } finally {
    remove();
  }
}

type Wanted = { programs: number; commands: number; seed: number };

/** Hunts every mutant, or those named, and prints a table of what found it. True when each was found out. */
export async function huntMutants(wanted: Wanted, names: readonly string[]): Promise<boolean> {
  const chosen = names.length === 0 ? mutants : mutants.filter(({ name }) => names.includes(name));
  console.log(
    `${chosen.length} broken copies, at most ${wanted.programs} programs each of at most ${wanted.commands} commands on PostgreSQL, seed ${wanted.seed}\n`,
  );
  let isEachFound = chosen.length > 0;
  for (const mutant of chosen) {
    const { found, trouble } = await huntOne(mutant, wanted);
    const verdict = !found ? 'DOES NOT RUN' : found.counterexample ? `after ${found.programs} programs` : 'SURVIVES';
    console.log(`${mutant.name.padEnd(22)}${verdict.padEnd(22)}${found?.counterexample?.error.split('\n')[0] ?? ''}\n${' '.repeat(22)}${mutant.breaks}\n`);
    if (!found) console.log(trouble);
    isEachFound &&= found?.counterexample !== undefined;
  }
  return isEachFound;
}
