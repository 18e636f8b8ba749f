import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from './runs.ts';
import type { Verdict } from './verdict.ts';

/** `folder`: the product's sources, or a broken copy of them. */
type Given = { folder: string; options: readonly string[]; isShown: boolean; withinMs?: number };

/** No run takes longer by far; one that does not end is ended, and has no verdict. */
const mostMs = 3 * 3_600_000;

/** What a run said, and its verdict; a run that broke off has none. */
export type Played = { code: number | null; output: string; verdict: Verdict | undefined };

/** Plays a run in a process of its own: some own all of it, its clock and its environment. */
export async function playRun({ file }: Pick<Run, 'file'>, { folder, options, isShown, withinMs = mostMs }: Given): Promise<Played> {
  const own = mkdtempSync(join(tmpdir(), 'payment-links-trust-'));
  const path = join(own, 'verdict.json');
  const env = { ...process.env, MODE: 'test', LOG_LEVEL: 'silent', NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', TRUST_VERDICT: path };
  const args = ['--no-deprecation', '--import', 'tsx', join('e2e', 'trust', file), ...options];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const timer = setTimeout(() => child.kill('SIGTERM'), withinMs);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  const verdict = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Verdict) : undefined;
  rmSync(own, { recursive: true, force: true });
  return { code, output: Buffer.concat(chunks).toString('utf8'), verdict };
}
