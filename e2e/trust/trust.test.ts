import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { sourcesOf } from './mutants/broken-copy.ts';
import { mutants } from './mutants/mutants.ts';
import { playRun } from './play-run.ts';
import { runs } from './runs.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

// Each is a process with servers of its own; the workers of this project take them in turn.
test.describe.configure({ mode: 'parallel' });

for (const run of runs) {
  test(`nothing is lost, doubled, mistold or given away, though ${run.tries} (small, a fresh seed each time)`, async () => {
    test.setTimeout(400_000);
    const { code, output, verdict } = await playRun(run, { folder: root, options: ['--quick'], isShown: false, withinMs: 380_000 });
    expect(verdict?.wrongs ?? ['no verdict'], output).toEqual([]);
    expect(code, output).toBe(0);
  });

  test(`of the run ${run.name} it is known that it can fail`, () => {
    expect(existsSync(join(root, 'e2e', 'trust', run.file))).toBe(true);
    expect(mutants.filter(({ foundBy }) => foundBy === run.name).length).toBeGreaterThan(0);
  });
}

test('every broken copy has a name of its own, and no run’s', () => {
  const names = [...mutants, ...runs].map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

for (const mutant of mutants) {
  test(`the broken copy "${mutant.name}" can still be made from the sources`, () => {
    expect(sourcesOf(mutant).size).toBeGreaterThan(0);
  });
}

test('a size that cannot be is refused in a line', async () => {
  const { code, output } = await playRun(runs[0], { folder: root, options: ['--rounds', '0'], isShown: false });
  expect([code, output.trim()]).toEqual([1, '--rounds 0: must be a number from 1 to 100000']);
});
