import type { Played } from './play.ts';

type Given = { kind: string; commands: number; seed: number };

/** Prints what was done, what came of it, and the verdict; a counterexample with the way to play it again. */
export function report({ counts, programs, commands, seconds, counterexample }: Played, { kind, commands: most, seed }: Given): void {
  const lines = [...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([what, times]) => `  ${String(times).padStart(6)}  ${what}`);
  console.log(`  What was done, and (→) what came of it:\n${lines.join('\n')}`);
  console.log(`  ${kind}: ${programs} programs, ${commands} commands, ${seconds.toFixed(0)} s: ${counterexample ? 'A COUNTEREXAMPLE' : 'nothing found'}\n`);
  if (!counterexample) return;
  const { path, replay, error, program } = counterexample;
  console.log(`${error}\n\nafter\n${program.map((command) => `  ${command}`).join('\n')}\n`);
  console.log(`To play it again: npm run trust -- model --database ${kind} --commands ${most} --seed ${seed} --path ${path} --replay '${replay}'`);
}
