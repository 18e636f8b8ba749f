import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, test } from '@playwright/test';
import { sendOverHttp } from '../sandbox-gateway/send.ts';
import { recordDials } from '../testing/dials.ts';
import { unsafeAddresses } from '../testing/unsafe-addresses.ts';
import { unsafeNames } from '../testing/unsafe-names.ts';
import type { Resolve } from './address-guard.ts';
import { post } from './send.ts';

type Sender = (address: string, resolve?: Resolve, patienceMs?: number) => Promise<string>;

/** Everything that sends to an address somebody else named; each answers why it did not. */
const senders: Record<string, Sender> = {
  'a callback': async (url, resolve, patienceMs) => {
    const sent = await post({ url, contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: [] }, patienceMs, resolve);
    return sent.error ?? `answered ${sent.status}`;
  },
  'the sandbox’s own callback': async (url, resolve) => {
    const answer = await sendOverHttp({ url, fields: { hello: 'world' }, cookie: undefined }, resolve);
    return answer.outcome === 'unreachable' ? answer.reason : `answered ${answer.status}`;
  },
};
const refused = /^(?:The address must |Invalid URL$|forbidden_address$|not_http$)/;

const canaries: { server: Server; port: number }[] = [];
let connections = 0;
let dials: ReturnType<typeof recordDials>;

/** Settings are read once a process: here no private target is named. */
function nameTargets(targets: string): void {
  process.env.CALLBACK_TARGETS = targets;
  (globalThis as { [key: symbol]: Map<string, unknown> | undefined })[Symbol.for('payment-links.process')]?.delete('environment');
}

test.beforeAll(async () => {
  nameTargets('');
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await once(server.listen(0, host), 'listening');
    const address = server.address();
    canaries.push({ server, port: typeof address === 'object' && address ? address.port : 0 });
  }
  dials = recordDials();
});

test.afterAll(async () => {
  dials.stop();
  nameTargets('127.0.0.1:*');
  for (const { server } of canaries) await once(server.close(), 'close');
});

test.afterEach(() => {
  expect(dials.dialled.splice(0)).toEqual([]);
  expect(connections).toBe(0);
});

/** The address as it is, and the same at each canary's door. */
function doorsOf(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const doors = canaries.map(({ port }) => Object.assign(new URL(address), { port: String(port) }).href);
  return [address, ...doors];
}

for (const [what, send] of Object.entries(senders)) {
  test(`${what} begins no connection to any unsafe address`, async () => {
    for (const door of unsafeAddresses.flatMap(({ address }) => doorsOf(address))) expect(await send(door), door).toMatch(refused);
  });

  test(`${what} begins no connection to a name one of whose addresses is unsafe`, async () => {
    for (const [name, addresses] of Object.entries(unsafeNames)) {
      const resolve = async () => addresses.map((address) => ({ address }));
      for (const door of doorsOf(`http://${name}/callback`)) expect(await send(door, resolve), door).toMatch(refused);
    }
  });
}

test('a name that is public at the check and this machine at the dial reaches the address that was checked', async () => {
  const [canary] = canaries;
  const host = 'rebinding.ssrf.test';
  let asked = 0;
  const resolve: Resolve = async () => {
    asked += 1;
    return [{ address: asked === 1 ? '3000::1' : '127.0.0.1' }];
  };
  // Who asked the name again when dialling would be led to the canary.
  const { lookup } = dns;
  const rebound = (_host: string, options: { all?: boolean }, done: (error: null, found: unknown, family?: number) => void) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
  Object.assign(dns, { lookup: rebound });
  const posting = { contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: [`${host}:*`] };
  for (const scheme of ['http', 'https']) {
    asked = 0;
    const sent = await post({ ...posting, url: `${scheme}://${host}:${canary?.port}/` }, 200, resolve);
    expect(sent).toMatchObject({ status: undefined, error: expect.any(String) });
    expect(asked).toBe(1);
  }
  Object.assign(dns, { lookup });
  expect(dials.dialled.splice(0)).toEqual([`3000::1:${canary?.port}`, `3000::1:${canary?.port}`]);
});

test('the canaries sing when somebody calls', async () => {
  const [canary] = canaries;
  const url = `http://127.0.0.1:${canary?.port}/`;
  await post({ url, contentType: 'text/plain', body: 'hello', headers: {}, allowedTargets: ['127.0.0.1:*'] });
  expect(dials.dialled.splice(0)).toEqual([`127.0.0.1:${canary?.port}`]);
  expect(connections).toBe(1);
  connections = 0;
});
