import { expect, test } from '@playwright/test';
import { inRequest } from './request-context.ts';
import { networkOf, secondsToWait } from './visitor-limit.ts';

const from = (clientIp: string, name: string, limits: { each: number; all: number }): Promise<number | undefined> =>
  inRequest({ requestId: 'r', clientIp, page: { headers: {} } }, () => secondsToWait(name, limits));

test('one visitor has so many tries a minute, and is told how long to wait; another still has theirs', async () => {
  const limits = { each: 3, all: 100 };
  for (let tries = 0; tries < 3; tries++) expect(await from('192.0.2.1', 'one', limits)).toBeUndefined();
  const seconds = await from('192.0.2.1', 'one', limits);
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await from('192.0.2.2', 'one', limits)).toBeUndefined();
});

test('all visitors together have so many, of which a limited one takes none', async () => {
  const limits = { each: 2, all: 4 };
  for (let tries = 0; tries < 50; tries++) await from('192.0.2.1', 'all', limits);
  for (const address of ['192.0.3.2', '192.0.4.3']) expect(await from(address, 'all', limits), address).toBeUndefined();
  expect(await from('192.0.5.4', 'all', limits)).toBeGreaterThan(0);
});

for (const [network, addresses, stranger] of [
  ['an IPv6 /48', ['2001:db8:1:1::1', '2001:db8:1:2::1', '2001:db8:1:3::1', '2001:db8:1:ffff::1'], '2001:db8:2::1'],
  ['an IPv4 /24', ['192.0.2.1', '192.0.2.2', '192.0.2.3', '::ffff:192.0.2.255'], '192.0.3.1'],
] as const) {
  test(`all addresses of ${network} together have three times what one has`, async () => {
    const limits = { each: 2, all: 100 };
    const [last = '', ...others] = [...addresses].reverse();
    for (const address of others) for (let tries = 0; tries < 2; tries++) expect(await from(address, network, limits), address).toBeUndefined();
    expect(await from(last, network, limits)).toBeGreaterThan(0);
    expect(await from(stranger, network, limits)).toBeUndefined();
  });
}

test('pages count apart', async () => {
  expect(await from('192.0.2.9', 'page-a', { each: 1, all: 1 })).toBeUndefined();
  expect(await from('192.0.2.9', 'page-b', { each: 1, all: 1 })).toBeUndefined();
});

for (const { one, other, isSame } of [
  { one: '192.0.2.1', other: '192.0.2.2', isSame: false },
  { one: '2001:db8::1', other: '2001:db8:0:0:ffff::2', isSame: true },
  { one: '2001:db8::1', other: '2001:db8:0:1::1', isSame: false },
  { one: '::ffff:192.0.2.1', other: '192.0.2.1', isSame: true },
  { one: '::ffff:192.0.2.1', other: '::ffff:192.0.2.2', isSame: false },
  { one: 'fe80::1%eth0', other: 'fe80::2%eth1', isSame: true },
  { one: '', other: 'unknown', isSame: false },
]) {
  test(`"${one}" and "${other}" are ${isSame ? 'one visitor' : 'two'}`, () => {
    expect(networkOf(one) === networkOf(other)).toBe(isSame);
  });
}
