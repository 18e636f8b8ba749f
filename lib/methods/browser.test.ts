import { devices, expect, test } from '@playwright/test';
import { type Browser, browserOf } from './browser.ts';

const seen = (headers: Record<string, string>): [Browser['device'], Browser['system']] => {
  const { device, system } = browserOf(new Headers(headers));
  return [device, system];
};
const userAgentOf = (name: keyof typeof devices): string => devices[name]?.userAgent ?? '';

/** What each browser is taken for. */
const browsers: [what: string, userAgent: string, device: Browser['device'], system: Browser['system']][] = [
  ['Safari on an iPhone', userAgentOf('iPhone 15'), 'phone', 'ios'],
  [
    'Safari on an iPad',
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'tablet',
    'ios',
  ],
  [
    'Safari on an iPad that asks for desktop pages, or on a Mac',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    undefined,
    'macos',
  ],
  [
    'Chrome on a Mac',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'desktop',
    'macos',
  ],
  ['Firefox on a Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop', 'macos'],
  ['Chrome on a phone', userAgentOf('Pixel 7'), 'phone', 'android'],
  ['Chrome on a tablet', 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'tablet', 'android'],
  ['Firefox on a phone', 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'phone', 'android'],
  ['Chrome on Windows', userAgentOf('Desktop Chrome'), 'desktop', 'windows'],
  ['Edge on Windows', userAgentOf('Desktop Edge'), 'desktop', 'windows'],
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop', 'linux'],
  ['Firefox on Ubuntu', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop', 'linux'],
  [
    'Chrome on a Chromebook',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'desktop',
    'chromeos',
  ],
  [
    'a phone of Windows, which names everybody',
    'Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063 like iPhone',
    'phone',
    undefined,
  ],
  [
    'a television',
    'Mozilla/5.0 (Linux; Android 12; BRAVIA 4K UR2) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.0.0 Safari/537.36',
    undefined,
    undefined,
  ],
  ['a headless browser', userAgentOf('Desktop Chrome').replace('Chrome/', 'HeadlessChrome/'), undefined, undefined],
  ['a robot that borrows a phone’s', `${userAgentOf('Pixel 7')} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`, undefined, undefined],
  ['a client of a backend', 'node', undefined, undefined],
  ['nobody who says anything', '', undefined, undefined],
];

for (const [what, userAgent, device, system] of browsers) {
  test(`${what} is known for what it is, or not at all`, () => expect(seen({ 'user-agent': userAgent })).toEqual([device, system]));
}

test('client hints tell what a User-Agent does not, and nothing against it', () => {
  const hints = { 'sec-ch-ua-mobile': '?1', 'sec-ch-ua-platform': '"Android"' };
  expect(seen(hints)).toEqual(['phone', 'android']);
  expect(seen({ 'sec-ch-ua-mobile': '?0', 'sec-ch-ua-platform': '"macOS"' })).toEqual([undefined, 'macos']);
  expect(seen({ ...hints, 'user-agent': userAgentOf('Desktop Chrome') })).toEqual(['desktop', 'windows']);
  expect(seen({ 'sec-ch-ua-platform': 'constructor' })).toEqual([undefined, undefined]);
});

test('a header of any length is read at once', () => {
  expect(seen({ 'user-agent': `${'Android '.repeat(20_000)}Mobile` })).toEqual(['tablet', 'android']);
});
