import type { PayPage } from '../payments/pay-page-contract.ts';

/** The browser inside another app. `name` is undefined when it is plainly inside one that does not say its name. */
export type InAppBrowser = {
  name: (typeof apps)[number][0] | undefined;
  system: 'android' | 'ios' | 'other';
  /** 17 for "CPU iPhone OS 17_5"; undefined elsewhere. */
  iosVersion: number | undefined;
};

/** Marks the apps put into their User-Agent. Messenger carries Facebook's marks too, so the order counts. */
const apps = [
  ['Instagram', /\bInstagram \d/],
  ['Messenger', /\bMessengerForiOS\b|\bMessengerLiteForiOS\b|\bFB_IAB\/(?:Orca-Android|MESSENGER)\b/],
  ['Facebook', /\bFBAN\/|\bFBAV\/|\bFB_IAB\//],
  ['TikTok', /\bmusical_ly|\btrill_\d|\bBytedanceWebview\b|\bTikTok\b/],
  ['LINE', /\bLine\/\d/],
  ['WeChat', /\bMicroMessenger\//],
  ['WhatsApp', /\bWhatsApp\//],
  ['Snapchat', /\bSnapchat[/ ]/],
  ['Pinterest', /\[Pinterest\/(?:iOS|Android)\]/],
  ['LinkedIn', /\[?LinkedInApp\b/],
  ['X', /\bTwitter(?:Android| for (?:iPhone|iPad))/],
  ['KakaoTalk', /\bKAKAOTALK\b/i],
] as const;

/** Who fetches a page to preview, index or test it. Some borrow a phone's User-Agent; "CUBOT" is a phone. */
const robots = /(?<!cu)bot\b|crawl|spider|preview|externalhit|meta-external|^whatsapp\/|headless/i;

/** Android's web view says so itself; an iPhone's leaves out "Safari". */
const someWebView = /; wv\)|\b(?:iPhone|iPad|iPod)\b(?!.*\bSafari\/).*\bAppleWebKit\//;

/** The in-app browser a page is opened in, by its User-Agent; undefined in a browser of its own, and for robots. */
export function inAppBrowser(header: string): InAppBrowser | undefined {
  // Anybody can send a header of any length; what an app writes is short.
  const userAgent = header.slice(0, 1_000);
  if (robots.test(userAgent)) return undefined;
  const name = apps.find(([, mark]) => mark.test(userAgent))?.[0];
  if (!name && !someWebView.test(userAgent)) return undefined;
  const version = /\b(?:iPhone|iPad|iPod).*? OS (\d{1,3})_/.exec(userAgent)?.[1];
  return { name, system: systemOf(userAgent), iosVersion: version === undefined ? undefined : Number(version) };
}

function systemOf(userAgent: string): InAppBrowser['system'] {
  if (/\bAndroid\b/.test(userAgent)) return 'android';
  return /\b(?:iPhone|iPad|iPod)\b/.test(userAgent) ? 'ios' : 'other';
}

/**
 * Whether a method, by the gateway's identifier, can be paid with inside an app's browser.
 *
 * Google Pay cannot. It runs on the Payment Request API, which Android's web view has only since version 136 and only
 * when the app switches it on (developer.chrome.com/docs/android/payments-in-webviews); in Messenger, Instagram and
 * Facebook its button loads for ever (csob/platebnibrana#66).
 *
 * Apple Pay can from iOS 16 on: before, a web view into which the app put scripts of its own had none, and these apps
 * do (stripe-archive/stripe-payments-demo#84); the Safari 16 release notes lift that, and csob/platebnibrana#66 has
 * it working in all three. On Android, and on a computer inside another app, it cannot.
 *
 * Cards and everything that leads to another page or app stay: they need no more than a page.
 */
export function worksInApp(identifier: string, app: InAppBrowser): boolean {
  if (identifier === 'GooglePay') return false;
  return identifier !== 'ApplePay' || (app.iosVersion ?? 0) >= firstWithApplePay;
}

const firstWithApplePay = 16;

/**
 * A link that leaves the app and opens the page in the phone's own browser; undefined where none is known to work,
 * and the page can only say how. `pageUrl` is absolute.
 *
 * LINE documents `openExternalBrowser=1` (developers.line.biz, "Using LINE features with the LINE URL scheme").
 * Facebook and Instagram follow Android's intent links; no package is named, so that the phone's own choice of browser
 * opens, and no Play Store where Chrome is missing. Tried out at shalanah/inapp-debugger (README, November 2024):
 * not in WeChat, not dependably in TikTok, and off and on in Messenger, so they are left out. Apple has no
 * such link: x-safari-https is documented nowhere and stopped working in X (shalanah/inapp-debugger#15).
 */
export function openInBrowserUrl(app: InAppBrowser, pageUrl: string): string | undefined {
  const url = new URL(pageUrl);
  if (app.name === 'LINE') {
    url.searchParams.set('openExternalBrowser', '1');
    return url.href;
  }
  const followsIntents = app.system === 'android' && (app.name === 'Facebook' || app.name === 'Instagram');
  // What follows "#" in an intent link is the intent itself, so the page's own fragment cannot go along.
  return followsIntents ? `intent://${url.host}${url.pathname}${url.search}#Intent;scheme=${url.protocol.slice(0, -1)};end` : undefined;
}

type OpenPage = Extract<PayPage, { state: 'open' }>;

/** What an open page tells of the app it is opened in; `isLimited`: ways to pay are left out. */
type InApp = { name: InAppBrowser['name']; openUrl: string | undefined; isLimited: boolean };

/** An open page as a browser can use it: inside another app without the ways to pay that cannot work there, and with the way out. */
export function forBrowser(page: OpenPage, userAgent: string): { page: OpenPage; inApp?: InApp } {
  const app = inAppBrowser(userAgent);
  if (!app) return { page };
  const methods = page.methods.filter(({ identifier }) => worksInApp(identifier, app));
  const isLimited = methods.length < page.methods.length;
  // An app that names nobody may be the merchant's own: it is told of only when something is missing.
  if (!isLimited && app.name === undefined) return { page };
  return { page: { ...page, methods }, inApp: { name: app.name, openUrl: openInBrowserUrl(app, page.address), isLimited } };
}
