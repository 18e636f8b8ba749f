import { basic } from '../../fixtures/api.ts';
import type { Chance } from '../rounds.ts';
import { type Scene, strangersAccount } from './scene.ts';

export type Header = readonly [name: string, value: string];

const long = 'x'.repeat(3_000);

/** Headers that mean something to somebody, with values nobody means; as they are sent, in Latin-1. */
const odd: readonly [Header, ...Header[]] = [
  ['RSC', '1'],
  ['Next-Router-State-Tree', '%5B%22%22%5D'],
  ['Next-Router-State-Tree', 'garbage'],
  ['Next-Router-Prefetch', '1'],
  ['Next-Router-Segment-Prefetch', '/_tree'],
  ['Next-Url', '/evil'],
  ['Next-Action', '0123456789abcdef'],
  ['Next-Action', ''],
  ['Next-Resume', '1'],
  ['Next-Hmr-Refresh', '1'],
  ['X-Nextjs-Data', '1'],
  ['X-Nextjs-Postponed', '1'],
  ['X-Middleware-Subrequest', 'middleware:middleware:middleware'],
  ['X-Middleware-Rewrite', '/metrics'],
  ['X-Middleware-Set-Cookie', 'a=b'],
  ['X-Invoke-Path', '/readyz'],
  ['X-Invoke-Status', '500'],
  ['X-Matched-Path', '/readyz'],
  ['X-Now-Route-Matches', '1=x'],
  ['X-Prerender-Revalidate', 'x'],
  ['X-Request-Id', 'mine'],
  ['X-Nonce', "' 'unsafe-inline"],
  ['Content-Security-Policy', "script-src 'nonce-x' *"],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', 'javascript'],
  ['X-Forwarded-Port', '99999'],
  ['X-Forwarded-For', 'not-an-address'],
  ['X-Forwarded-For', '::1%lo0'],
  ['X-Forwarded-For', ', , ,'],
  ['X-Forwarded-For', long],
  ['Forwarded', 'for="[::1]";host=evil.example;proto=https'],
  ['X-Real-IP', '127.0.0.1'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Original-URL', '/metrics'],
  ['Origin', 'null'],
  ['Origin', 'https://evil.example'],
  ['Origin', '\xff\xfe'],
  ['Origin', long],
  ['Referer', 'javascript:alert(1)'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Sec-Fetch-Site', 'same-origin'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Cookie', '__prerender_bypass=x; __next_preview_data=x'],
  ['Cookie', `=; ; a; b==; c="\xff"; ${long}`],
  ['Cookie', 'language=..%2f..%2fetc; NEXT_LOCALE=zz'],
  ['Accept', '*/*;q=9'],
  ['Accept', 'text/x-component'],
  ['Accept', ',,,'],
  ['Accept-Language', '*'],
  ['Accept-Language', 'da;q=NaN,x-klingon,,;q=1,\xe6'],
  ['Accept-Language', 'en,'.repeat(1_500)],
  ['Accept-Encoding', 'gzip;q=0, br;q=x, *'],
  ['Accept-Encoding', 'identity;q=0, *;q=0'],
  ['Accept-Encoding', 'gzip'],
  ['Accept-Encoding', 'br'],
  ['If-None-Match', '*'],
  ['If-None-Match', 'W/"x", "'],
  ['If-Modified-Since', 'yesterday'],
  ['If-Match', '"x"'],
  ['Range', 'bytes=0-1'],
  ['Range', 'bytes=9-0,-,0-,1-1'.repeat(20)],
  ['Expect', '100-continue'],
  ['Expect', '200-ok'],
  ['Te', 'trailers'],
  ['Trailer', 'Content-Length'],
  ['Content-Encoding', 'gzip'],
  ['Content-Language', 'zz'],
  ['Content-Range', 'bytes 0-1/2'],
  ['User-Agent', ''],
  ['User-Agent', '() { :; }; id'],
  ['User-Agent', `Mozilla/5.0 ${'('.repeat(2_000)}`],
  ['Idempotency-Key', ''],
  ['Idempotency-Key', '\xe6\xf8'],
  ['Idempotency-Key', 'x'.repeat(256)],
  ['Idempotency-Key', '__proto__'],
  ['Idempotency-Key', 'the-same'],
  ['Upgrade', 'websocket'],
  ['Upgrade', 'h2c'],
  ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Purpose', 'prefetch'],
  ['Save-Data', 'on'],
  ['__proto__', 'x'],
  ['constructor', 'y'],
  ['Prefer', 'code=500'],
  ['Access-Control-Request-Method', 'DELETE'],
  ['Access-Control-Request-Headers', 'x, y, *'],
  ['X-Long', long],
];

const oddAuthorizations = [
  'Basic',
  'Basic =',
  'Basic ////',
  `Basic ${Buffer.from(':').toString('base64')}`,
  `Basic ${Buffer.from('a\0b:c').toString('base64')}`,
  `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0xff]).toString('base64')}`,
  `Basic ${Buffer.from(`${'u'.repeat(900)}:p`).toString('base64')}`,
  'Bearer',
  'Bearer x.y.z',
  'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
  `Bearer ${'a'.repeat(6_000)}`,
  'Bearer ..',
  'Digest username="x"',
  '\xff\xfe',
  'Negotiate TlRMTVNTUAAB',
] as const;

const someAddress = (chance: Chance): string => `10.${chance.whole(0, 255)}.${chance.whole(0, 255)}.${chance.whole(0, 255)}`;

/** The right Host, another caller each time, and credentials mostly: a merchant's or a customer's, real or odd, or none. */
export function drawHeaders({ server, pools }: Scene, door: 'publicUrl' | 'sandboxUrl', chance: Chance, isAuthorized = chance.isOnce(0.75)): Header[] {
  const headers: Header[] = [
    ['Host', new URL(server[door]).host],
    ['X-Forwarded-For', someAddress(chance)],
  ];
  if (door === 'sandboxUrl' && chance.isOnce(0.4)) headers.push(['Authorization', basic(strangersAccount)]);
  else if (isAuthorized) headers.push(['Authorization', chance.isOnce(0.94) ? chance.of(pools.authorization) : chance.of(oddAuthorizations)]);
  return headers;
}

export const drawOddHeaders = (chance: Chance): Header[] => Array.from({ length: chance.whole(1, 3) }, () => chance.of(odd));

/** Headers with something wrong about the usual ones: a strange Host or none, the same one twice, none of them at all. */
export function withWrongHost(headers: readonly Header[], chance: Chance): Header[] {
  const rest = headers.filter(([name]) => name !== 'Host');
  const hosts: readonly [Header[], ...Header[][]] = [
    [],
    [['Host', '']],
    [['Host', 'evil.example']],
    [['Host', 'localhost']],
    [['Host', 'localhost:0']],
    [['Host', 'localhost:99999']],
    [['Host', '[::1']],
    [['Host', 'a@localhost']],
    [['Host', '\xff']],
    [['Host', 'x'.repeat(2_000)]],
    [...headers, ...headers].filter(([name]) => name === 'Host'),
  ];
  return [...chance.of(hosts), ...rest];
}
