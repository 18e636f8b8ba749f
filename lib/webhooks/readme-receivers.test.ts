import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { currencyOf } from '../money.ts';
import { examine } from './exam.ts';
import { type Format, type Message, signDelivery, tellPaid } from './exam-deliveries.ts';
import { usualLimits } from './exam-desk.ts';
import { sendDelivery } from './exam-send.ts';
import { newWebhookSecret } from './signature.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'payment-links-receivers-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const currency = currencyOf('DKK');
if (!currency) throw new Error('DKK is a currency');
/** The order the receivers of README know as their own. */
const order = { orderId: 'Order-1234', amount: { minor: 24_950n, currency } };
const webhookSecret = newWebhookSecret();
const callbackSecret = 'callback-secret-0123456789';

type Receiver = { file: string; language: string; command: string; args: (path: string, port: number) => string[]; format: Format };

const receivers: Receiver[] = [
  { file: 'receiver.mjs', language: 'js', command: process.execPath, args: (path) => [path], format: 'webhook' },
  { file: 'receiver.py', language: 'python', command: 'python3', args: (path) => [path], format: 'webhook' },
  { file: 'callback.php', language: 'php', command: 'php', args: (path, port) => ['-d', 'display_errors=0', '-S', `127.0.0.1:${port}`, path], format: 'form' },
];

/** The code block that README introduces with the command that runs this file. */
function codeOf({ file, language }: Receiver): string {
  const [, code = ''] = new RegExp(`^\\*\\*.*${file.replace('.', '\\.')}\`\\):\\n\\n\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(readme) ?? [];
  return code;
}

const isInstalled = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** Runs a receiver as README says, while `work` lasts; what it prints is given to it. */
async function withReceiver(receiver: Receiver, work: (url: URL, printed: () => string) => Promise<void>): Promise<void> {
  const path = join(folder, receiver.file);
  writeFileSync(path, codeOf(receiver));
  const port = await freePort();
  const env = { PATH: process.env.PATH ?? '', PORT: String(port), WEBHOOK_SECRET: webhookSecret, CALLBACK_SECRET: callbackSecret };
  const child: ChildProcess = spawn(receiver.command, receiver.args(path, port), { cwd: folder, env: env as unknown as NodeJS.ProcessEnv });
  const closed = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  try {
    await expect.poll(() => listens(port), { timeout: 15_000 }).toBe(true);
    await work(new URL(`http://127.0.0.1:${port}/hook`), () => output);
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
}

for (const receiver of receivers) {
  test(`README's ${receiver.file} has fewer than 20 lines`, () => {
    const lines = codeOf(receiver).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThan(20);
  });
}

/** A test of what is not installed here would be a test that did not run: it is told, and left out. */
const runnable = receivers.filter(({ command, file }) => {
  const isThere = isInstalled(command);
  if (!isThere) console.log(`${command} is not installed: README's ${file} is not run here.`);
  return isThere;
});

for (const receiver of runnable) {
  const { file, format } = receiver;
  const secret = format === 'webhook' ? webhookSecret : callbackSecret;

  test(`README's ${file} passes the exam`, async () => {
    await withReceiver(receiver, async (url, printed) => {
      const limits = { ...usualLimits, dripMs: 600 };
      const card = await examine({ url, format, secret, order, mayRedirect: false, limits, clock: () => new Date() });
      expect(
        card.lines.filter(({ mark }) => mark !== 'passed'),
        printed(),
      ).toEqual([]);
    });
  });

  test(`README's ${file} ships once, and only what its own order says`, async () => {
    await withReceiver(receiver, async (url, printed) => {
      const send = async (message: Message) => {
        const { status } = await sendDelivery(url, signDelivery(message, format, new Date(), [secret]), 10_000);
        expect(status).toBe(204);
      };
      const paid = (orderId: string, minor: bigint): Message => {
        const message = tellPaid({ format, order: { orderId, amount: { minor, currency } }, at: new Date() });
        return { ...message, body: message.body.replace('"type":"payment.captured"', '"type":"session.paid"') };
      };
      await send(paid('Order-1234', 100n));
      await send(paid('Order-of-another', 24_950n));
      const right = paid('Order-1234', 24_950n);
      await send(right);
      await send(right);
      await send(paid('Order-1234', 24_951n));
      await expect.poll(printed).toContain('ship');
      expect(printed().match(/\bship\b.*/g)).toEqual(['ship Order-1234']);
    });
  });
}
