/** What came of a run: one figure for the table, rows for who looks closer, and what was wrong, in words. */
export type Outcome = { figure: string; rows?: readonly (readonly [string, string | number])[]; wrongs: readonly string[] };

/** The same, with what it was played with. `npm run trust` makes its table of these. */
export type Verdict = Outcome & { run: string; seed: number; size: string; seconds: number };

const mostWrongsTold = 50;

/** Prints what a run came to. */
export function tellOutcome({ run, seed, size, seconds, figure, rows = [], wrongs }: Verdict): void {
  const counted = rows.map(([name, count]): [string, string] => [name, typeof count === 'number' ? count.toLocaleString('en-US') : count]);
  const shown: [string, string][] = [...counted, ['seconds', seconds.toFixed(0)], ['seed', String(seed)]];
  const width = Math.max(...shown.map(([name]) => name.length));
  console.log(`\n${run}: ${size}\n`);
  for (const [name, value] of shown) console.log(`  ${name.padEnd(width)}  ${value.padStart(12)}`);
  console.log(`\n  ${figure}\n  ${wrongs.length === 0 ? 'passed' : `FAILED, ${wrongs.length} wrong`}`);
  for (const wrong of wrongs.slice(0, mostWrongsTold)) console.log(`    ${wrong}`);
  if (wrongs.length > mostWrongsTold) console.log(`    … and ${wrongs.length - mostWrongsTold} more`);
}

/** Seconds as a person says them. */
export const lasting = (seconds: number): string =>
  seconds < 90 ? `${seconds.toFixed(0)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;

/** Verdicts as a table in Markdown. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ run, seed, size, seconds, figure, wrongs }) => [
    run,
    String(seed),
    size,
    lasting(seconds),
    wrongs.length === 0 ? 'passed' : `**${wrongs.length} wrong**`,
    figure,
  ]);
  return markdownTable(['run', 'seed', 'size', 'time', 'verdict', 'figure'], rows);
}

/** A table in Markdown whose columns are as wide as their cells. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest.map(line)].join('\n');
}
