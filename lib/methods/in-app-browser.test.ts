import { expect, test } from '@playwright/test';
import { type InAppBrowser, inAppBrowser, openInBrowserUrl } from './in-app-browser.ts';

const webKit = (os: string) => `Mozilla/5.0 (${os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)`;
const iphone = (version: string) => webKit(`iPhone; CPU iPhone OS ${version}`);
const chromium = (device: string, chrome: string) => `Mozilla/5.0 (Linux; ${device}) AppleWebKit/537.36 (KHTML, like Gecko) ${chrome}`;

/** User-Agents as the apps send them: name, system, text. */
const inApps: [InAppBrowser['name'], InAppBrowser['system'], string][] = [
  ['Instagram', 'ios', `${iphone('13_7')} Mobile/15E148 Instagram 159.0.0.28.123 (iPhone11,8; iOS 13_7; cs_CZ; cs-CZ; scale=2.00; 828x1792; 244425769)`],
  ['Instagram', 'ios', `${iphone('18_5')} Mobile/15E148 Instagram 339.0.3.12.91 (iPhone15,2; iOS 18_5; ja_JP; ja; scale=3.00; 1179x2556)`],
  [
    'Instagram',
    'android',
    `${chromium('Android 11; Mi A3 Build/RKQ1.200903.002; wv', 'Version/4.0 Chrome/131.0.6778.14 Mobile Safari/537.36')} Instagram 355.0.0.37.103 Android (30/11; 320dpi; 720x1411; Xiaomi; Mi A3; laurel_sprout; qcom; pt_BR; 657300861)`,
  ],
  [
    'Facebook',
    'ios',
    `${iphone('18_1')} Mobile/15E148 [FBAN/FBIOS;FBAV/482.2.0.68.110;FBBV/658316928;FBDV/iPhone12,8;FBMD/iPhone;FBSN/iOS;FBSV/18.1;FBSS/2;FBCR/;FBID/phone;FBLC/en_US;FBOP/80]`,
  ],
  [
    'Facebook',
    'ios',
    `${webKit('iPad; CPU OS 12_3_1')} Mobile/15E148 [FBAN/FBIOS;FBAV/38.0.0.0.0;FBBV/14316658;FBDV/iPad4,1;FBMD/iPad;FBSN/iPhone OS;FBSV/12.3.0;FBSS/2; FBCR/;FBID/tablet;FBLC/fr_FR;FBOP/1]`,
  ],
  [
    'Facebook',
    'android',
    `${chromium('Android 12; RMX3521 Build/RKQ1.211119.001; wv', 'Version/4.0 Chrome/107.0.5304.105 Mobile Safari/537.36')} [FB_IAB/FB4A;FBAV/390.0.0.27.105;]`,
  ],
  [
    'Messenger',
    'ios',
    `${webKit('iPad; CPU OS 10_1_1')} Mobile/14B100 [FBAN/MessengerForiOS;FBAV/122.0.0.40.69;FBBV/61279955;FBDV/iPad4,1;FBMD/iPad;FBSN/iOS;FBSV/10.1.1;FBSS/2;FBCR/;FBID/tablet;FBLC/vi_VN;FBOP/5;FBRV/0]`,
  ],
  [
    'Messenger',
    'android',
    `${chromium('Android 12; RMX2111 Build/SP1A.210812.016; wv', 'Version/4.0 Chrome/108.0.5359.128 Mobile Safari/537.36')} [FB_IAB/Orca-Android;FBAV/390.2.0.29.103;]`,
  ],
  [
    'Messenger',
    'android',
    `${chromium('Android 7.0; VS987 Build/NRD90U; wv', 'Version/4.0 Chrome/57.0.2987.132 Mobile Safari/537.36')} [FB_IAB/MESSENGER;FBAV/112.0.0.17.70;]`,
  ],
  ['TikTok', 'ios', `${webKit('iPad; CPU OS 18_5')} Mobile/15E148 musical_ly_40.6.0 BytedanceWebview/d8a21c6`],
  ['TikTok', 'ios', `${iphone('17_0_2')} Mobile/15E148 Safari/604.1 trill_41.5.0 BytedanceWebview/d8a21c6`],
  ['TikTok', 'ios', `${iphone('17_0')} Mobile/15E148 musical_ly_32.5.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/GB`],
  [
    'TikTok',
    'android',
    `${chromium('Android 13; SM-A536B Build/TP1A.220624.014; wv', 'Version/4.0 Chrome/124.0.6367.179 Mobile Safari/537.36')} trill_340204 BytedanceWebview/d8a21c6`,
  ],
  ['LINE', 'ios', `${iphone('17_5')} Mobile/15E148 Safari Line/14.9.0`],
  ['LINE', 'android', `${chromium('Android 14; SM-S911B', 'Chrome/126.0.6478.71 Mobile Safari/537.36')} Line/14.6.2/IAB`],
  ['WeChat', 'ios', `${iphone('16_2')} Mobile/15E148 MicroMessenger/8.0.31(0x18001f2e) NetType/4G Language/en`],
  [
    'WeChat',
    'android',
    `${chromium('Android 13; 22081212C Build/TKQ1.220829.002; wv', 'Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36')} XWEB/5023 MMWEBSDK/20230303 MMWEBID/6973 MicroMessenger/8.0.34.2340(0x2800225B) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64`,
  ],
  ['WhatsApp', 'android', `${chromium('Android 13; Pixel 7', 'Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36')} WhatsApp/2.24.1.78`],
  ['Snapchat', 'ios', `${iphone('15_2')} Version/15.2 Mobile/15E148 Snapchat/11.68.0.37 (like Safari/8612.3.6.0.4, panda)`],
  ['Pinterest', 'ios', `${webKit('iPad; CPU OS 8_4_1')} Mobile/12H321 [Pinterest/iOS]`],
  ['Pinterest', 'android', `${chromium('Android 8.0.0; SM-N950F Build/R16NW; wv', 'Version/4.0 Chrome/77.0.0.0 Mobile Safari/537.36')} [Pinterest/Android]`],
  ['LinkedIn', 'ios', `${iphone('18_7')} Mobile/15E148 [LinkedInApp]/9.32.2485`],
  ['X', 'ios', `${iphone('10_0_1')} Mobile/14A403 Twitter for iPhone`],
  ['X', 'android', `${chromium('Android 14; Pixel 8 Build/AP2A.240705.005; wv', 'Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36')} TwitterAndroid`],
  ['KakaoTalk', 'ios', `${iphone('18_6')} Mobile/15E148 KAKAOTALK 25.8.0`],
  [undefined, 'android', chromium('Android 14; SM-S918B; wv', 'Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36')],
  [undefined, 'ios', `${iphone('17_4')} Mobile/15E148`],
];

for (const [name, system, userAgent] of inApps) {
  test(`${name ?? 'an app that does not say its name'} on ${system} is an in-app browser: ${userAgent.slice(0, 60)}…`, () => {
    expect(inAppBrowser(userAgent)).toMatchObject({ name, system });
  });
}

const browsers: Record<string, string> = {
  'Safari on an iPhone': `${iphone('17_5')} Version/17.5 Mobile/15E148 Safari/604.1`,
  'Safari on an iPad that asks for desktop pages':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Chrome on an iPhone': `${iphone('17_5')} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`,
  'Firefox on an iPhone': `${iphone('17_4')} FxiOS/125.0 Mobile/15E148 Safari/605.1.15`,
  'Edge on an iPhone': `${iphone('17_5')} Version/17.0 EdgiOS/125.0.2535.96 Mobile/15E148 Safari/604.1`,
  'Chrome on Android': chromium('Android 10; K', 'Chrome/126.0.0.0 Mobile Safari/537.36'),
  'Chrome on a phone called CUBOT': chromium('Android 11; CUBOT X30', 'Chrome/92.0.4515.159 Mobile Safari/537.36'),
  'Samsung Internet': chromium('Android 14; SAMSUNG SM-S911B', 'SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36'),
  'Firefox on Android': 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0',
  'Opera on Android': chromium('Android 10; VOG-L29', 'Chrome/124.0.0.0 Mobile Safari/537.36 OPR/82.4.4342.79395'),
  'DuckDuckGo on Android': chromium('Android 13; Pixel 7', 'Version/4.0 Chrome/124.0.6367.179 Mobile DuckDuckGo/5 Safari/537.36'),
  'UC Browser':
    'Mozilla/5.0 (Linux; U; Android 10; en-IN; Pixel 4 Build/QD1A.190821.011) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.0.0 UCBrowser/12.10.0.0 UCTurbo/1.8.0.0 Mobile Safari/537.36',
  'Xiaomi’s browser':
    'Mozilla/5.0 (Linux; U; Android 8.1.0; en-us; MI PAD 4 Build/OPM1.171019.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/71.0.0.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/10.8.0',
  'Chrome on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Firefox on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'no User-Agent': '',
};

for (const [name, userAgent] of Object.entries(browsers)) {
  test(`${name} is a browser of its own`, () => expect(inAppBrowser(userAgent)).toBeUndefined());
}

const previews = [
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'facebookexternalhit/1.1;line-poker/1.0',
  'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 8_4 like Mac OS X) AppleWebKit/600.1.4 (KHTML, like Gecko) Mobile/12H143 facebookexternalhit/1.1 Facebot',
  'WhatsApp/2.23.20.0 A',
  'Twitterbot/1.0',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'SkypeUriPreview Preview/0.5',
  'Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)',
  'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
];

for (const userAgent of previews) {
  test(`who previews a link is no in-app browser: ${userAgent.slice(0, 50)}`, () => expect(inAppBrowser(userAgent)).toBeUndefined());
}

const android: InAppBrowser = { name: 'Instagram', system: 'android', iosVersion: undefined };
const onIos = (name: InAppBrowser['name'], iosVersion: number): InAppBrowser => ({ name, system: 'ios', iosVersion });

test('the version of iOS is read from phones and tablets', () => {
  const versions = inApps.filter(([, system]) => system === 'ios').map(([, , userAgent]) => inAppBrowser(userAgent)?.iosVersion);
  expect(versions).toEqual([13, 18, 18, 12, 10, 18, 17, 17, 17, 16, 15, 8, 18, 10, 18, 17]);
});

test('a header of any length is read at once', () => {
  expect(inAppBrowser(`${'iPhone '.repeat(50_000)}AppleWebKit/605`)).toBeUndefined();
});

test('a way out is offered where it is known to work, and keeps the address', () => {
  const page = 'https://pay.example:8443/pay/abc?lang=da';
  for (const line of [onIos('LINE', 17), { ...android, name: 'LINE' as const }]) {
    expect(openInBrowserUrl(line, page)).toBe('https://pay.example:8443/pay/abc?lang=da&openExternalBrowser=1');
  }
  const intent = 'intent://pay.example:8443/pay/abc?lang=da#Intent;scheme=https;end';
  expect(openInBrowserUrl(android, page)).toBe(intent);
  expect(openInBrowserUrl({ ...android, name: 'Facebook' }, page)).toBe(intent);
  for (const name of ['Messenger', 'TikTok', 'WeChat', undefined] as const) expect(openInBrowserUrl({ ...android, name }, page)).toBeUndefined();
  for (const name of ['Instagram', 'Facebook', undefined] as const) expect(openInBrowserUrl(onIos(name, 18), page)).toBeUndefined();
});
