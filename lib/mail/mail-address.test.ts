import { expect, test } from '@playwright/test';
import { isMailAddress } from './mail-address.ts';

test('addresses as people have them are taken', () => {
  for (const address of ['ada@example.com', 'a.b+tag@sub.example.co.uk', "o'neill@example.com", 'x_1@exa-mple.dk', 'søren@example.dk', 'post@blåbær.example'])
    expect(isMailAddress(address), address).toBe(true);
});

test('nothing that could name a second recipient, another header or nobody is taken', () => {
  const wrong = [
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@@example.com',
    'ada@example.com, eve@example.com',
    'ada@example.com;eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com\n',
    'Ada <ada@example.com>',
    '"ada"@example.com',
    'ada(comment)@example.com',
    'ada @example.com',
    'ada@exa mple.com',
    'ada@[127.0.0.1]',
    '.ada@example.com',
    'ada..b@example.com',
    'ada@.example.com',
    'ada@example.com.',
    'ada\u0000@example.com',
    'ada\u202e@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(250)}.com`,
  ];
  for (const address of wrong) expect(isMailAddress(address), JSON.stringify(address)).toBe(false);
});
