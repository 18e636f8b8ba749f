// `npm run demo`: from a fresh clone to a payment link that a phone on the same network can pay.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { takeNoArguments } from './arguments.mjs';
import { build, generate, install, root, StepError, step } from './steps.mjs';

const usage = `Usage: npm run demo

Starts the service in test mode with a demo merchant, makes payment links, and shows one with its QR code.
Nothing leaves this machine; no real card is taken. Ctrl-C stops everything it started.

Settings: PORT=3000, SANDBOX_PORT=PORT+1, SHOP_PORT=PORT+2, PUBLIC_URL=http://<address>:<port>, DATA_DIR=.data, DATABASE_URL=postgresql://…`;

let isStopping = false;

/** This machine's address on its network, so that a phone can open the link. */
const networkAddress = () =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))?.address ?? 'localhost';

function settings() {
  const port = portOf('PORT', 3000);
  const sandboxPort = portOf('SANDBOX_PORT', port + 1);
  const shopPort = portOf('SHOP_PORT', Math.max(port, sandboxPort) + 1);
  const host = networkAddress();
  const own = [...new Set(['localhost', '127.0.0.1', host])].map((name) => `${name}:*`);
  // The example shop lies there: a target that is named with its port is an origin of the demo's merchant.
  const shops = [...new Set([host, 'localhost'])].map((name) => `${name}:${shopPort}`);
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1',
    LOG_LEVEL: 'warn',
    PUBLIC_URL: `http://${host}:${port}`,
    SANDBOX_URL: `http://${host}:${sandboxPort}`,
    ...withoutEmpty(process.env),
    CALLBACK_TARGETS: [...(process.env.CALLBACK_TARGETS ? [process.env.CALLBACK_TARGETS] : own), ...shops].join(','),
    MODE: 'test',
    DEMO: '1',
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SHOP_PORT: String(shopPort),
    SHOP_URL: `http://${host}:${shopPort}`,
  };
}

/** Read here too: addresses are made of it, and nobody should wait for a build to hear of a slip. */
function portOf(name, otherwise) {
  const text = process.env[name] || String(otherwise);
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535) return Number(text);
  throw new StepError(`${name}: must be a number from 1 to 65535`);
}

const withoutEmpty = (variables) => Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));

/** Starts the server; what it says on its way up is shown only when it fails, and from then on as it comes. */
async function startServer(env) {
  const child = spawn(process.execPath, [join(root, '.build', 'main.js')], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  // The terminal tells the whole group of a Ctrl-C; a plain SIGTERM reaches only us.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(child, signal));
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const isUp = await Promise.race([once(child, 'message').then(() => true), ended.then(() => false)]);
  if (!isUp) throw new StepError(Buffer.concat(said).toString().trim() || 'The service did not start.');
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.removeAllListeners('data').pipe(to);
  }
  return { child, ended };
}

/** The example shop, whose payment page is its own and uses the JS SDK. */
async function startShop(env) {
  const { serveExampleShop } = await import(pathToFileURL(join(root, 'e2e', 'example-shop', 'serve.mjs')).href);
  try {
    return await serveExampleShop({ payUrl: env.PUBLIC_URL, port: Number(env.SHOP_PORT) });
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new StepError(`Port ${env.SHOP_PORT} is taken by another program. Choose another one with SHOP_PORT=<port>.`);
  }
}

function stop(child, signal) {
  // From here on nothing is wrong when the service goes away under our hands.
  isStopping = true;
  child.kill(signal);
}

async function demo() {
  const env = settings();
  console.log('Payment links: demo');
  await install();
  await generate();
  await build();
  const shop = await startShop(env);
  try {
    const { child, ended } = await step('Starting the service', () => startServer(env));
    // What goes wrong from here on must not leave the service behind.
    await tellLinks(env).catch((error) => {
      child.kill();
      throw error;
    });
    process.exitCode = (await ended) ?? 0;
  } finally {
    shop.close();
    shop.closeAllConnections();
  }
}

async function tellLinks(env) {
  const { makeDemoLinks, demoPage } = await import(pathToFileURL(join(root, '.build', 'demo-link.js')).href);
  const addresses = { localUrl: `http://localhost:${env.PORT}`, publicUrl: env.PUBLIC_URL, sandboxUrl: env.SANDBOX_URL };
  console.log(demoPage(addresses, await makeDemoLinks(addresses, `${env.SHOP_URL}/`)));
}

takeNoArguments(usage);
try {
  await demo();
} catch (error) {
  if (!isStopping) console.error(error instanceof StepError ? error.message : error);
  process.exitCode = isStopping ? 0 : 1;
}
if (isStopping) console.log('\nStopped.');
