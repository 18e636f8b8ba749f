import { expect, test } from '@playwright/test';
import { ForbiddenAddress, guardAddress } from './address-guard.ts';

const guard = (address: string, targets: string[] = []) => guardAddress(new URL(address), targets);

const forbidden: Record<string, string[]> = {
  'this machine': [
    '127.0.0.1',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '017700000001',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '127.0.1',
    '127。0。0。1',
    '①②⑦.0.0.1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    'localhost',
    'LOCALHOST',
  ],
  'this machine in IPv6 dress': [
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
  ],
  'nobody and everybody': ['0.0.0.0', '0', '0.0.0.1', '[::]', '255.255.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1', '[ff02::1]', '[ff05::2]'],
  'private networks': [
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
    '012.0.0.1',
    '0xa000001',
    '[fc00::1]',
    '[fd12:3456:789a::1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:192.168.1.1]',
  ],
  'carriers’ own networks': ['100.64.0.1', '100.127.255.254', '[64:ff9b::6440:1]'],
  'neighbours on the wire': [
    '169.254.0.1',
    '169.254.169.254',
    '[fe80::1]',
    '[febf::1]',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '2852039166',
    '0xa9fea9fe',
  ],
  'cloud metadata': ['169.254.169.254', '100.100.100.200', '[fd00:ec2::254]', '[fd00:0ec2:0:0:0:0:0:254]'],
  'addresses for documents and tests': [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '[2001:db8::1]',
    '192.0.0.1',
    '192.88.99.1',
    '[100::1]',
    '[fec0::1]',
  ],
};

for (const [what, hosts] of Object.entries(forbidden)) {
  test(`a callback never calls ${what}`, async () => {
    for (const host of hosts) await expect(guard(`http://${host}/callback`), host).rejects.toThrow(ForbiddenAddress);
  });
}

test('a public address is called, and exactly the one that was checked is dialled', async () => {
  expect(await guard('https://93.184.215.14/callback')).toEqual({ address: '93.184.215.14', family: 4 });
  expect(await guard('https://[2606:4700:4700::1111]/')).toEqual({ address: '2606:4700:4700::1111', family: 6 });
  expect(await guard('https://[64:ff9b::5db8:d70e]/'), 'as DNS64 names public IPv4 hosts').toEqual({ address: '64:ff9b::5db8:d70e', family: 6 });
  expect(await guard('http://0x5db8d70e/')).toEqual({ address: '93.184.215.14', family: 4 });
  for (const host of ['172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '11.0.0.0', '126.255.255.255', '128.0.0.0', '169.253.255.255'])
    expect((await guard(`http://${host}/`)).address).toBe(host);
});

test('the refusal names no inner address', async () => {
  await expect(guard('http://localhost/')).rejects.toThrow('The address does not lie on the public internet.');
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
  ]) {
    const { host: named } = new URL(`http://${host}`);
    await expect(guard(`http://${host}/`, [`${named}:*`, `${named}:80`]), host).rejects.toThrow(ForbiddenAddress);
  }
});

test('a name that does not exist is an error like any other, and can be tried again', async () => {
  await expect(guard('http://no-such-host.invalid/')).rejects.toThrow('The host name could not be resolved.');
  await expect(guard('http://no-such-host.invalid/')).rejects.not.toThrow(ForbiddenAddress);
});
