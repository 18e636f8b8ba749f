import type { Chance } from '../rounds.ts';
import { drawPlace } from './addresses.ts';
import { type Attack, bytesOf } from './attack.ts';
import { drawHeaders, type Header } from './headers.ts';
import type { Scene } from './scene.ts';

/** Bytes of a request in Latin-1, line by line. */
const lines = (...given: string[]): Buffer => Buffer.from(given.join('\r\n'), 'latin1');

type Given = { host: string; line: string; head: Buffer; path: string; chance: Chance };
type Make = (given: Given) => readonly Buffer[];

const chunked = 'Transfer-Encoding: chunked';
const json = 'Content-Type: application/json';

/** Requests that readers of HTTP understand differently, and bytes that are none. */
const shapes: readonly [Make, ...Make[]] = [
  // Several at once, and one after the other's end.
  ({ head, chance }) => [Buffer.concat(Array.from({ length: chance.whole(2, 12) }, () => head))],
  ({ head }) => [Buffer.concat([head, lines('GET /healthz HTTP/1.1', 'Host: x', '', '')])],
  ({ head }) => [Buffer.concat([head, Buffer.from('nonsense\r\n\r\n')])],
  ({ head }) => [Buffer.concat([Buffer.from('\r\n\r\n\r\n'), head])],
  // Absolute addresses, tunnels, upgrades.
  ({ host, path }) => [lines(`GET http://${host}${path} HTTP/1.1`, `Host: ${host}`, '', '')],
  ({ host }) => [lines('GET http://evil.example/ HTTP/1.1', `Host: ${host}`, '', '')],
  ({ host }) => [lines('CONNECT evil.example:443 HTTP/1.1', `Host: ${host}`, '', '')],
  ({ host }) => [lines('OPTIONS * HTTP/1.1', `Host: ${host}`, '', '')],
  ({ host, path }) => [
    lines(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x', '', '\x81\x05hello'),
  ],
  ({ host }) => [lines('GET /_next/webpack-hmr HTTP/1.1', `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', '', '')],
  // Lines that end or go on as they should not.
  ({ host, path }) => [Buffer.from(`GET ${path} HTTP/1.1\nHost: ${host}\n\n`, 'latin1')],
  ({ host, path }) => [lines(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'X-Folded: a', ' b', '\tc', '', '')],
  ({ host, path }) => [lines(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'X Y: z', '', '')],
  ({ host, path }) => [lines(`GET ${path} HTTP/1.1`, `Host : ${host}`, '', '')],
  ({ host, path }) => [lines(`GET  ${path}  HTTP/1.1`, `Host: ${host}`, '', '')],
  ({ path }) => [lines(`GET ${path}`, '', '')],
  ({ host, path, chance }) => [lines(`GET ${path} HTTP/${chance.of(['1.0', '0.9', '2.0', '9.9', '1.1x', ''])}`, `Host: ${host}`, '', '')],
  ({ host, path, chance }) => [
    lines(`${chance.of(['BREW', 'get', 'G\x00T', 'M-SEARCH', 'PRI', 'x'.repeat(5_000)])} ${path} HTTP/1.1`, `Host: ${host}`, '', ''),
  ],
  ({ host, path }) => [lines(`GET ${path} HTTP/1.1`, `Host: ${host}`, `X-Long: ${'x'.repeat(20_000)}`, '', '')],
  ({ host, path }) => [lines(`GET ${path} HTTP/1.1`, `Host: ${host}`, ...Array.from({ length: 3_000 }, (_, index) => `X${index}: y`), '', '')],
  ({ host, path }) => [lines(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'X-Nul: a\x00b', '', '')],
  // Two lengths, no length, a wrong one (smuggling).
  ({ host, line }) => [lines(line, `Host: ${host}`, json, 'Content-Length: 5', chunked, '', '0', '', 'GET /metrics HTTP/1.1', `Host: ${host}`, '', '')],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, chunked, 'Transfer-Encoding: identity', '', '0', '', '')],
  ({ host, line, chance }) => [
    lines(
      line,
      `Host: ${host}`,
      json,
      `Transfer-Encoding: ${chance.of(['xchunked', ' chunked', 'chunked, gzip', 'gzip, chunked', '\tchunked', 'CHUNKED'])}`,
      '',
      '0',
      '',
      '',
    ),
  ],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, 'Content-Length: 2', 'Content-Length: 3', '', '{}x')],
  ({ host, line, chance }) => [
    lines(
      line,
      `Host: ${host}`,
      json,
      `Content-Length: ${chance.of(['-1', '+2', '0x2', '2, 2', '1e1', '99999999999999999999', '', ' ', '18446744073709551616'])}`,
      '',
      '{}',
    ),
  ],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, 'Content-Length: 1000', '', '{"order":')],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, 'Content-Length: 2', '', '{}GET /metrics HTTP/1.1', `Host: ${host}`, '', '')],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, '', '{}')],
  ({ host, line, chance }) => [
    lines(line, `Host: ${host}`, json, chunked, '', chance.of(['zz', '-1', 'ffffffffffffffffff', '5', '2;ext="\x00', '0x2', '']), '{}', '', ''),
  ],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, chunked, 'Trailer: X', '', '2', '{}', '0', 'X: y', 'Content-Length: 9', '', '')],
  ({ host, line, chance }) => [
    lines(line, `Host: ${host}`, json, chunked, '', ...Array.from({ length: chance.whole(2, 80) }, () => `1000\r\n${'x'.repeat(0x1000)}`), '0', '', ''),
  ],
  // Halves, and slow ones.
  ({ head, chance }) => [head.subarray(0, chance.whole(0, head.length - 1))],
  ({ head, chance }) => [head.subarray(0, chance.whole(0, 40)), head.subarray(40)],
  ({ head }) => [head.subarray(0, 10), head.subarray(10, 30), head.subarray(30, 31), head.subarray(31)],
  ({ host, line }) => [lines(line, `Host: ${host}`, json, 'Content-Length: 2', 'Expect: 100-continue', '', ''), Buffer.from('{'), Buffer.from('}')],
  // No HTTP at all.
  () => [Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'latin1')],
  () => [Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00', 'latin1')],
  () => [Buffer.from('\x00\x00\x00\x08\x04\xd2\x16\x2f', 'latin1')],
  () => [Buffer.from('SSH-2.0-x\r\n')],
  () => [Buffer.from('*1\r\n$4\r\nPING\r\n')],
  () => [Buffer.alloc(0)],
  ({ chance }) => [Buffer.from(Array.from({ length: chance.whole(1, 3_000) }, () => chance.whole(0, 255)))],
  ({ head, chance }) => {
    const flipped = Buffer.from(head);
    for (let flips = chance.whole(1, 8); flips > 0; flips -= 1) flipped[chance.whole(0, head.length - 1)] = chance.whole(0, 255);
    return [flipped];
  },
];

/** Bytes that are no request as it should be. */
export function drawRaw(scene: Scene, chance: Chance): Attack {
  const { door, path } = drawPlace(scene.pools, chance, 0.02);
  const headers: Header[] = drawHeaders(scene, door, chance);
  const host = new URL(scene.server[door]).host;
  const head = bytesOf({ method: 'GET', path }, headers);
  const pieces = chance.of(shapes)({ host, line: `POST ${path} HTTP/1.1`, head, path, chance });
  return { kind: 'bare bytes', door, pieces, pauseMs: chance.whole(1, 30) };
}
