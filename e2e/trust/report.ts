import { EnvironmentError } from '#lib/env.ts';

/** A whole number given on the command line, within bounds. */
export function readWhole(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new EnvironmentError(`${name} ${text}: must be a number from ${from} to ${to}`);
}

const mostWrongsTold = 50;

type Told = { title: string; seed: number; ms: number; rows: [string, number][]; wrongs: string[] };

/** Prints what a race came to. The process ends with 1 unless nothing was wrong. */
export function tellVerdict({ title, seed, ms, rows, wrongs }: Told): void {
  const shown = [
    ...rows.map(([name, count]) => [name, count.toLocaleString('en-US')] as const),
    ['seconds', (ms / 1_000).toFixed(0)],
    ['seed', String(seed)],
  ] as const;
  const width = Math.max(...shown.map(([name]) => name.length));
  console.log(`\n${title}\n`);
  for (const [name, value] of shown) console.log(`  ${name.padEnd(width)}  ${value.padStart(12)}`);
  console.log(`\n  ${wrongs.length === 0 ? 'passed' : `FAILED, ${wrongs.length} wrong`}`);
  for (const wrong of wrongs.slice(0, mostWrongsTold)) console.log(`    ${wrong}`);
  if (wrongs.length > mostWrongsTold) console.log(`    … and ${wrongs.length - mostWrongsTold} more`);
  if (wrongs.length > 0) process.exitCode = 1;
}
