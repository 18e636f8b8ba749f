import { expect, test } from '@playwright/test';
import { unsafeAddresses } from '../testing/unsafe-addresses.ts';
import { unsafeNames } from '../testing/unsafe-names.ts';
import { ForbiddenAddress, guardAddress, type Resolve, refuseUnsafeAddress } from './address-guard.ts';

const guard = (address: string, targets: string[] = []) => guardAddress(new URL(address), targets);
const answering =
  (addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address }));

test('the table of unsafe addresses names more than a hundred different ones', () => {
  expect(new Set(unsafeAddresses.map(({ address }) => address)).size).toBeGreaterThan(150);
});

for (const what of new Set(unsafeAddresses.map((unsafe) => unsafe.what))) {
  test(`refused where they are named and where they are called: ${what}`, async () => {
    for (const { address } of unsafeAddresses.filter((unsafe) => unsafe.what === what)) {
      expect(refuseUnsafeAddress(address, []), address).toMatch(/^must /);
      if (URL.canParse(address)) await expect(guard(address), address).rejects.toThrow(ForbiddenAddress);
    }
  });
}

test('hosts are refused for what they are, on a port that is open', () => {
  const refusals = unsafeAddresses.filter(({ address }) => address.endsWith('/callback')).map(({ address }) => refuseUnsafeAddress(address, []));
  expect(new Set(refusals)).toEqual(new Set(['must lie on the public internet']));
});

for (const [name, addresses] of Object.entries(unsafeNames)) {
  test(`a name that stands for ${addresses.join(' and ')} is refused once it is resolved`, async () => {
    expect(refuseUnsafeAddress(`http://${name}/callback`, [])).toBeUndefined();
    await expect(guardAddress(new URL(`http://${name}/callback`), [], answering(addresses))).rejects.toThrow(ForbiddenAddress);
  });
}

test('a name is resolved once, and its first address is the one that is dialled', async () => {
  let asked = 0;
  const resolve = async (host: string) => {
    asked += 1;
    return host === 'shop.example' ? [{ address: '2606:4700:4700::1111' }, { address: '93.184.215.14' }] : [];
  };
  expect(await guardAddress(new URL('https://shop.example/'), [], resolve)).toEqual({ address: '2606:4700:4700::1111', family: 6 });
  expect(asked).toBe(1);
  await expect(guardAddress(new URL('https://other.example/'), [], resolve)).rejects.toThrow('The host name has no address.');
});

test('what a resolver answers that is no address is never called', async () => {
  for (const answer of ['', 'shop.example', '127.0.0.1:80', '1.2.3.4/8']) {
    await expect(guardAddress(new URL('https://shop.example/'), [], answering([answer])), answer).rejects.toThrow();
  }
});

test('each objection says what to mend', () => {
  const said = (address: string) => refuseUnsafeAddress(address, ['shop.test:8080']);
  for (const address of ['ftp://shop.example/', 'http://shop.example\\@127.0.0.1/']) expect(said(address), address).toBe('must be an http(s) address');
  expect(said('https://ada:secret@shop.example/')).toBe('must not carry a user name or password');
  expect(said('https://shop.example:8443/')).toBe('must use port 80 or 443');
  expect(said('http://shop.test:8081/')).toBe('must use port 80 or 443');
  expect(said('https://10.0.0.1/')).toBe('must lie on the public internet');
  for (const address of ['https://shop.example/', 'http://shop.example:443/', 'https://shop.example:80/', 'https://93.184.215.14/', 'http://shop.test:8080/'])
    expect(said(address), address).toBeUndefined();
});

test('a public address is called, and exactly the one that was checked is dialled', async () => {
  expect(await guard('https://93.184.215.14/callback')).toEqual({ address: '93.184.215.14', family: 4 });
  expect(await guard('https://[2606:4700:4700::1111]/')).toEqual({ address: '2606:4700:4700::1111', family: 6 });
  expect(await guard('https://[::ffff:93.184.215.14]/')).toEqual({ address: '::ffff:5db8:d70e', family: 6 });
  expect(await guard('https://[64:ff9b::5db8:d70e]/'), 'as DNS64 names public IPv4 hosts').toEqual({ address: '64:ff9b::5db8:d70e', family: 6 });
  expect(await guard('http://0x5db8d70e/')).toEqual({ address: '93.184.215.14', family: 4 });
  for (const host of ['172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '11.0.0.0', '126.255.255.255', '128.0.0.0', '169.253.255.255'])
    expect((await guard(`http://${host}/`)).address).toBe(host);
});

test('the refusal names no inner address', async () => {
  await expect(guard('http://localhost/')).rejects.toThrow('The address must lie on the public internet.');
});

test('a named target is called, on its port only', async () => {
  expect(await guard('http://127.0.0.1:8080/x', ['127.0.0.1:8080'])).toEqual({ address: '127.0.0.1', family: 4 });
  expect((await guard('http://localhost:8080/', ['localhost:*'])).address).toMatch(/^(?:127\.0\.0\.1|::1)$/);
  expect((await guard('http://[::1]:8080/', ['[::1]:8080'])).family).toBe(6);
  expect((await guard('http://10.0.0.5/', ['10.0.0.5:80'])).address).toBe('10.0.0.5');
  expect((await guard('https://10.0.0.5/', ['10.0.0.5:443'])).address).toBe('10.0.0.5');
  for (const address of ['http://127.0.0.1:8081/', 'http://127.0.0.1/', 'http://127.0.0.2:8080/', 'http://localhost:8080/', 'http://[::1]:8080/'])
    await expect(guard(address, ['127.0.0.1:8080']), address).rejects.toThrow(ForbiddenAddress);
});

test('link-local addresses and metadata are never called, even when they are named', async () => {
  for (const host of [
    '169.254.169.254',
    '169.254.1.1',
    '100.100.100.200',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '0.0.0.0',
    '[::]',
    '255.255.255.255',
    '224.0.0.1',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::a9fe:a9fe]',
    '[2002:a9fe:a9fe::]',
    '[::a9fe:a9fe]',
    '168.63.129.16',
    '192.0.0.192',
    '[fd20:ce::254]',
  ]) {
    const { host: named } = new URL(`http://${host}`);
    await expect(guard(`http://${host}/`, [`${named}:*`, `${named}:80`]), host).rejects.toThrow(ForbiddenAddress);
  }
});

test('a name that does not exist is an error like any other, and can be tried again', async () => {
  await expect(guard('http://no-such-host.invalid/')).rejects.toThrow('The host name could not be resolved.');
  await expect(guard('http://no-such-host.invalid/')).rejects.not.toThrow(ForbiddenAddress);
});
