import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What `npm run trust -- callbacks` does and prints, in a process of its own: its clock runs fast. */
function play(...given: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', 'e2e/trust/callbacks.ts', ...given], { cwd: root });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') })));
}

test('every committed event reaches every endpoint that wants it, in order, though workers are killed and receivers fail or are dead', async () => {
  test.setTimeout(300_000);
  const { code, output } = await play('--events', '60', '--endpoints', '4', '--dead', '1', '--kills', '2', '--workers', '3', '--speed', '10', '--minutes', '4');
  expect(code, output).toBe(0);
  expect(output).toMatch(/workers killed in mid-send +2\n/);
});

test('a share or a size that cannot be is refused in a line', async () => {
  const { code, output } = await play('--fail', '1');
  expect([code, output.trim()]).toEqual([1, '--fail 1: must be a share from 0 to 0.9']);
});
