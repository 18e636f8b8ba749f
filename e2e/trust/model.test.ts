import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { sourcesOf } from './mutants/broken-copy.ts';
import { mutants } from './mutants/mutants.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What `npm run trust -- model` does and prints, in a process of its own: programs own their whole process. */
function play(...given: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', 'e2e/trust/model.ts', ...given], { cwd: root });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') })));
}

for (const mutant of mutants) {
  test(`the broken copy "${mutant.name}" can still be made from the sources`, () => {
    expect(sourcesOf(mutant).size).toBeGreaterThan(0);
  });
}

for (const database of ['embedded', 'postgres']) {
  test(`whatever happens in whatever order, every penny and every word is right (${database}, a fresh seed each time)`, async () => {
    test.setTimeout(400_000);
    const { code, output } = await play('--programs', '15', '--database', database);
    expect(code, output).toBe(0);
    expect(output).toContain('15 programs');
  });
}
