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
const robotMarks = /(?<!cu)bot\b|crawl|spider|preview|externalhit|meta-external|^whatsapp\/|headless/i;

/** Whether nobody looks at the page this header asks for. */
export const isRobot = (userAgent: string): boolean => robotMarks.test(userAgent);

/** Android's web view says so itself; an iPhone's leaves out "Safari". */
const someWebView = /; wv\)|\b(?:iPhone|iPad|iPod)\b(?!.*\bSafari\/).*\bAppleWebKit\//;

/** The in-app browser a page is opened in, by its User-Agent; undefined in a browser of its own, and for robots. */
export function inAppBrowser(header: string): InAppBrowser | undefined {
  // Anybody can send a header of any length; what an app writes is short.
  const userAgent = header.slice(0, 1_000);
  if (isRobot(userAgent)) return undefined;
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
