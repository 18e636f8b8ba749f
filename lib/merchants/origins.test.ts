import { expect, test } from '@playwright/test';
import { isRegistered, readOrigin } from './merchants.ts';

const origins = ['https://shop.example', 'http://localhost:8080', 'shopapp:', 'https://xn--mnchen-3ya.example'];

test('addresses on a registered origin are registered, whatever their path, query and fragment', () => {
  const addresses = [
    'https://shop.example',
    'https://shop.example/',
    'https://SHOP.example:443/a/b?c=d#e',
    'HTTPS://shop.example/return?url=https://evil.example',
    'https:shop.example/',
    'http://localhost:8080/x',
    'shopapp://return?ok=1',
    'SHOPAPP:return',
    'https://münchen.example/pay',
    'https://MÜNCHEN.example/pay',
  ];
  for (const address of addresses) expect(isRegistered(origins, address), address).toBe(true);
});

const redirects = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/return',
  'return',
  '',
  '.',
  'https://evil.example',
  'https://evil.example/https://shop.example/',
  'https://evil.example?https://shop.example',
  'https://evil.example#@shop.example',
  'https://shop.example@evil.example/',
  'https://shop.example:443@evil.example/',
  'https://user@shop.example/',
  'https://user:pass@shop.example/',
  'https://:pass@shop.example/',
  'https://shop.example.evil.example/',
  'https://shop.example%2eevil.example/',
  'https://evilshop.example/',
  'https://sub.shop.example/',
  'https://shop.example./',
  'http://shop.example/',
  'https://shop.example:444/',
  'https://shop.example:80/',
  'http://shop.example:443/',
  'http://localhost/',
  'http://localhost:8081/',
  'http://127.0.0.1:8080/',
  'http://[::1]:8080/',
  'https://shop.example\\@evil.example/',
  'https://shop.example\\.evil.example/',
  'https:\\\\shop.example\\',
  'https://shop.example\t/',
  'https://shop\n.example/',
  'https://shop.example/\r\nLocation: https://evil.example',
  ' https://shop.example/',
  'https://shop.example/ ',
  '\u0000https://shop.example/',
  '\u00a0https://shop.example/',
  'java\nscript:alert(1)',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//https://shop.example',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://shop.example/0198',
  'filesystem:https://shop.example/x',
  'view-source:https://shop.example/',
  'about:blank',
  'intent://shop.example/#Intent;scheme=https;end',
  'ftp://shop.example/',
  'ws://shop.example/',
  'wss://shop.example/',
  'otherapp://return',
  'shopapp2://return',
  'https://мünchen.example/',
  'https://xn--mnchen-3ya.example.evil.example/',
  'https://shop。example.evil.example/',
  'shop.example/return',
  'shop.example:443/return',
];

for (const address of redirects) {
  test(`a customer is never sent to ${JSON.stringify(address)}`, () => {
    expect(isRegistered(origins, address)).toBe(false);
  });
}

test('schemes that run in the page lead nowhere, even if they got into the list', () => {
  for (const scheme of ['javascript:', 'data:', 'blob:', 'file:', 'vbscript:', 'intent:', 'ws:'])
    expect(isRegistered([scheme], `${scheme}x`), scheme).toBe(false);
});

test('nothing is registered where no origin is', () => {
  for (const address of ['https://shop.example/', 'null', 'shopapp:x']) expect(isRegistered([], address)).toBe(false);
});

test('an origin is kept in its one canonical form', () => {
  const forms: Record<string, string> = {
    'https://shop.example': 'https://shop.example',
    'https://shop.example/': 'https://shop.example',
    'HTTPS://Shop.Example:443': 'https://shop.example',
    'http://shop.example:80/': 'http://shop.example',
    'https://shop.example:8443': 'https://shop.example:8443',
    'https://münchen.example': 'https://xn--mnchen-3ya.example',
    'http://0x7f.1:3000': 'http://127.0.0.1:3000',
    'http://[::1]:3000': 'http://[::1]:3000',
    'shopapp:': 'shopapp:',
    'shopapp://': 'shopapp:',
    'com.shop.app:': 'com.shop.app:',
  };
  for (const [text, origin] of Object.entries(forms)) expect(readOrigin(text), text).toBe(origin);
});

test('what is no origin is not registered', () => {
  const texts = [
    ...['', 'shop.example', '//shop.example', 'https://', 'https:', 'http:', 'https://*', 'https://*.shop.example/a', '*', 'null'],
    ...[
      'https://shop.example/path',
      'https://shop.example?a',
      'https://shop.example#a',
      'https://u@shop.example',
      'https://:p@shop.example',
      'https://u:p@shop.example',
    ],
    ...[
      'javascript:',
      'data:',
      'blob:',
      'file:',
      'file://',
      'about:',
      'ftp://shop.example',
      'ws:',
      'intent:',
      'intent://',
      'shopapp:x',
      'Shopapp:',
      '1app:',
      'shop app:',
    ],
    ...['https://shop.example\n', ' https://shop.example', 'https://shop.example\\', 'https://shop.example:99999'],
  ];
  for (const text of texts) expect(readOrigin(text), JSON.stringify(text)).toBeUndefined();
});
