import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { startServer } from '../fixtures/server.ts';
import { openShop } from '../fixtures/shop.ts';

/** A page that is measured. `pid` is the process that serves it; `needsReact` means that a press does nothing before React is attached. */
export type Subject = { key: 'ours' | 'form' | 'server' | 'floor'; name: string; url: string; pid: number; needsReact: boolean };

type Running<T> = T & { stop: () => Promise<void> };

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const nextCli = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
const readyWithinMs = 60_000;

/** Starts everything that is compared: our page of a real link, two plain pages of the same framework, and our page's HTML alone. */
export async function startSubjects(): Promise<Running<{ subjects: Subject[] }>> {
  const running: { stop: () => Promise<void> }[] = [];
  const stop = async () => {
    for (const { stop: stopOne } of running.splice(0).reverse()) await stopOne();
  };
  try {
    const server = await startServer({ database: 'postgres' });
    running.push(server);
    const shop = await openShop(server);
    running.push({ stop: shop.close });
    const { paymentLink, sessionId } = await shop.link();
    const plain = await startPlain({ DATABASE_URL: server.settings.DATABASE_URL ?? '' });
    running.push(plain);
    const floor = await startFloor(paymentLink);
    running.push(floor);
    const subjects: Subject[] = [
      { key: 'ours', name: 'payment page', url: paymentLink, pid: server.process().pid ?? 0, needsReact: false },
      { key: 'form', name: 'plain: form', url: `${plain.origin}/form/${sessionId}`, pid: plain.pid, needsReact: true },
      { key: 'server', name: 'plain: server', url: `${plain.origin}/server/${sessionId}`, pid: plain.pid, needsReact: false },
      { key: 'floor', name: 'HTML alone', url: floor.url, pid: process.pid, needsReact: false },
    ];
    return { subjects, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Builds e2e/bench/plain in a folder of its own below .build, where Node and Next find the project's packages, and serves it. */
async function startPlain(settings: Record<string, string>): Promise<Running<{ origin: string; pid: number }>> {
  mkdirSync(join(root, '.build'), { recursive: true });
  const folder = mkdtempSync(join(root, '.build', 'plain-page-'));
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(join(here, 'plain'), folder, { recursive: true });
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1', ...settings };
    const run = (...args: string[]) => spawnNext(folder, env, args);
    const build = run('build');
    await once(build.child, 'exit');
    if (build.child.exitCode !== 0) throw new Error(`The plain page was not built:\n${build.output.join('')}`);
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const { child, output } = run('start', '--port', String(port));
    await answers(origin, child, output);
    return { origin, pid: child.pid ?? 0, stop: () => end(child).then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

function spawnNext(cwd: string, env: NodeJS.ProcessEnv, args: string[]): { child: ChildProcess; output: string[] } {
  const child = spawn(process.execPath, [nextCli, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { child, output };
}

/** Waits until it answers anything, a missing page included. */
async function answers(origin: string, child: ChildProcess, output: string[]): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await fetch(origin).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await end(child);
  throw new Error(`The plain page did not start:\n${output.join('')}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const listening = createServer();
  await once(listening.listen(0), 'listening');
  const { port } = listening.address() as AddressInfo;
  await once(listening.close(), 'close');
  return port;
}

type Kept = { type: string; body: Buffer; isZipped: boolean };

/** The floor: a page's HTML without a script, its style sheet in it, gzipped beforehand and served by bare node:http. */
async function startFloor(pageUrl: string): Promise<Running<{ url: string }>> {
  const page = withoutScripts(await (await fetch(pageUrl)).text());
  const { pathname, origin } = new URL(pageUrl);
  const kept = new Map<string, Kept>([[pathname, { type: 'text/html; charset=utf-8', body: gzipSync(page), isZipped: true }]]);
  // Its icon and pictures are those of the page, fetched once.
  const keep = async (path: string): Promise<Kept> => {
    const answer = await fetch(`${origin}${path}`);
    const found = { type: answer.headers.get('content-type') ?? '', body: Buffer.from(await answer.arrayBuffer()), isZipped: false };
    kept.set(path, found);
    return found;
  };
  const server = createServer(async ({ url: path = '/' }, response) => {
    const { type, body, isZipped } = kept.get(path) ?? (await keep(path));
    response.writeHead(200, { 'content-type': type, 'content-length': body.byteLength, ...(isZipped && { 'content-encoding': 'gzip' }) });
    response.end(body);
  });
  await once(server.listen(0), 'listening');
  const stop = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  return { url: `http://localhost:${(server.address() as AddressInfo).port}${pathname}`, stop };
}

function withoutScripts(html: string): string {
  const page = html.replaceAll(/<script\b[\s\S]*?<\/script\s*>|<link\b[^>]*\sas="script"[^>]*>|<!--[\s\S]*?-->/gi, '');
  if (/<link\b[^>]*\srel="stylesheet"/i.test(page)) throw new Error('The page names a style sheet: the floor would no longer be one answer.');
  return page;
}
