import type { Device, System } from './catalogue.ts';
import { type InAppBrowser, inAppBrowser, isRobot } from './in-app-browser.ts';

/** What a customer holds, as far as the request tells; what is undefined may be anything. */
export type Browser = { device: Device | undefined; system: System | undefined; inApp: InAppBrowser | undefined };

/** Nobody's browser in particular: a merchant's backend asks, or somebody who does not say. */
export const unknownBrowser: Browser = { device: undefined, system: undefined, inApp: undefined };

type Machine = Pick<Browser, 'device' | 'system'>;

/** By the User-Agent, the first that fits: phones of Windows call themselves Android and iPhone too, televisions Android. */
const machines: readonly [RegExp, Machine][] = [
  [/\bWindows Phone\b/, { device: 'phone', system: undefined }],
  [/\bSMART-?TV\b|\bAndroid ?TV\b|\bBRAVIA\b|\bCrKey\b|\bAFT[A-Z]/i, { device: undefined, system: undefined }],
  [/\b(?:iPhone|iPod)\b/, { device: 'phone', system: 'ios' }],
  [/\biPad\b/, { device: 'tablet', system: 'ios' }],
  [/\bAndroid\b.*\bMobile\b/, { device: 'phone', system: 'android' }],
  [/\bAndroid\b/, { device: 'tablet', system: 'android' }],
  [/\bWindows NT\b/, { device: 'desktop', system: 'windows' }],
  [/\bCrOS\b/, { device: 'desktop', system: 'chromeos' }],
  [/\bMacintosh\b.*\b(?:Chrome|Firefox)\//, { device: 'desktop', system: 'macos' }],
  // An iPad that asks for desktop pages says it is a Macintosh (in-app-browser.test.ts has one).
  [/\bMacintosh\b/, { device: undefined, system: 'macos' }],
  [/\bX11\b.*\bLinux\b/, { device: 'desktop', system: 'linux' }],
];

/** The same by the client hint Sec-CH-UA-Platform, for a User-Agent that tells nothing. */
const systemsByHint = new Map<string, System>([
  ['"Android"', 'android'],
  ['"iOS"', 'ios'],
  ['"macOS"', 'macos'],
  ['"Windows"', 'windows'],
  ['"Linux"', 'linux'],
  ['"Chrome OS"', 'chromeos'],
]);

/** The browser that sent these headers. Who fetches pages to preview or index them is nobody's browser. */
export function browserOf(headers: Pick<Headers, 'get'>): Browser {
  // Anybody can send a header of any length; what a browser writes is short.
  const userAgent = (headers.get('user-agent') ?? '').slice(0, 1_000);
  if (isRobot(userAgent)) return unknownBrowser;
  return { ...(machines.find(([mark]) => mark.test(userAgent))?.[1] ?? hinted(headers)), inApp: inAppBrowser(userAgent) };
}

function hinted(headers: Pick<Headers, 'get'>): Machine {
  const system = systemsByHint.get(headers.get('sec-ch-ua-platform') ?? '');
  return { device: headers.get('sec-ch-ua-mobile') === '?1' ? 'phone' : undefined, system };
}
