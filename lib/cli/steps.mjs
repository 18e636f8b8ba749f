// Begins before anything is installed: plain Node, no dependencies.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Settings of every tool we run: none of them phones home. */
const toolSettings = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  // `prisma generate` would download an engine that it does not use; any existing program keeps it from that.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
};

/** A step that failed; its output has been shown. */
export class StepError extends Error {}

const tool = (name) => join('node_modules', '.bin', name);

/** Runs a program in the project's folder. Its output is shown when it fails, or always with `loud`. */
export function run(label, command, args, { loud = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...toolSettings, ...env },
      stdio: ['ignore', loud ? 'inherit' : 'pipe', loud ? 'inherit' : 'pipe'],
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat([Buffer.from('\n'), ...output]));
      reject(new StepError(`${label} failed (${signal ?? `exit code ${code}`})`));
    });
  });
}

/** Says what is being done, and how long it took. */
export async function step(label, work) {
  const startedMs = performance.now();
  process.stdout.write(`  ${label} …`);
  try {
    const result = await work();
    process.stdout.write(` ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stdout.write(' failed\n');
    throw error;
  }
}

/** Installs exactly what package-lock.json names, unless it is there. */
export async function install() {
  const reason = whyInstall();
  if (reason) await step(`Installing packages (${reason})`, () => run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund']));
}

/** npm keeps its own lock of what is installed, written last; it must agree with ours. */
function whyInstall() {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'first start';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  const isStale = Object.entries(wanted).some(
    ([path, { version, optional, link }]) => path !== '' && !optional && !link && installed[path]?.version !== version,
  );
  return isStale ? 'package-lock.json changed' : undefined;
}

/** Generates the database client, unless its schema is unchanged. */
export async function generate() {
  const stamp = hashOf(['prisma/schema.prisma', 'package-lock.json']);
  if (existsSync(join(root, 'lib/db/generated/client.ts')) && readStamp('generate') === stamp) return;
  await step('Generating the database client', () => run('prisma generate', tool('prisma'), ['generate', '--config', 'prisma/prisma.config.ts']));
  writeStamp('generate', stamp);
}

const bundled = {
  main: 'lib/server/main.ts',
  worker: 'lib/server/worker.ts',
  'embedded-process': 'lib/db/embedded-process.ts',
  'picture-worker': 'lib/pictures/picture-worker.ts',
  'print-worker': 'lib/print/print-worker.ts',
  merchant: 'lib/cli/merchant.ts',
  certify: 'lib/cli/certify.ts',
  'receipt-verify': 'lib/cli/receipt-verify.ts',
  db: 'lib/cli/db.ts',
  'demo-link': 'lib/cli/demo-link.ts',
};

/** What the pages carry with them, each in one piece: all of them, and the API's reference. */
const pageScripts = { 'page-script': 'components/browser/main.ts', 'docs-script': 'components/browser/docs/main.ts' };

const builtFrom = ['app', 'components', 'lib', 'prisma', 'next.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Next's generated types outlive the routes they describe, and would fail the next type check. */
export function forgetRouteTypes() {
  for (const folder of ['types', 'dev/types']) rmSync(join(root, '.next', folder), { recursive: true, force: true });
}

/** Builds the pages and the server, unless nothing changed since the last build. */
export async function build({ always = false } = {}) {
  const stamp = hashOf(builtFrom);
  const outputs = ['.next/BUILD_ID', ...Object.keys({ ...pageScripts, ...bundled }).map((name) => `.build/${name}.js`)];
  const isBuilt = outputs.every((path) => existsSync(join(root, path)));
  if (!always && isBuilt && readStamp('build') === stamp) return;
  forgetRouteTypes();
  await step('Building the pages', () => run('next build', tool('next'), ['build'], { env: { NODE_ENV: 'production' } }));
  await step('Building the server', () => Promise.all([bundle(), bundlePageScripts()]));
  writeStamp('build', stamp);
}

function bundle() {
  const entries = Object.entries(bundled).map(([name, path]) => `${name}=${path}`);
  const options = [
    '--bundle',
    '--packages=external',
    '--platform=node',
    '--format=esm',
    '--target=node20',
    '--sourcemap',
    '--outdir=.build',
    '--log-level=warning',
  ];
  return run('esbuild', tool('esbuild'), [...entries, ...options]);
}

/** Makes the scripts of our pages, of which the server writes one into each. */
export function bundlePageScripts() {
  const entries = Object.entries(pageScripts).map(([name, path]) => `${name}=${path}`);
  const options = ['--bundle', '--minify', '--platform=browser', '--format=iife', '--target=es2020', '--outdir=.build', '--log-level=warning'];
  return run('esbuild', tool('esbuild'), [...entries, ...options]);
}

const stampPath = (name) => join(root, '.build', `${name}.stamp`);
const readStamp = (name) => (existsSync(stampPath(name)) ? readFileSync(stampPath(name), 'utf8') : undefined);

function writeStamp(name, stamp) {
  mkdirSync(join(root, '.build'), { recursive: true });
  writeFileSync(stampPath(name), stamp);
}

const isSource = (path) => !/\.test\.tsx?$|^lib\/(?:db\/generated|testing)\/|^lib\/cli\/.*\.mjs$/.test(path);

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.flatMap(filesUnder).filter(isSource).sort()) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const entries = readdirSync(join(root, path), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
