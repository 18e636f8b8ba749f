import type { Answer as Raw } from '../../fixtures/api.ts';
import { sendRaw } from '../../fixtures/raw-http.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import type { Answer, Door } from './judge.ts';

const long = 'x'.repeat(20_000);

/** Requests that Node answers nobody about, or that have no address: refused on the bare socket, or before their address is looked at. */
const bare = (host: string): readonly (readonly [what: string, status: number, bytes: string])[] => [
  ['no HTTP', 400, 'hello\r\n\r\n'],
  ['TLS', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a version nobody speaks', 400, `GET / HTTP/9.9\r\nHost: ${host}\r\n\r\n`],
  ['a tunnel', 405, `CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ['an upgrade', 400, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
  ['a header too long', 400, `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${long}\r\n\r\n`],
  ['two lengths', 400, `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`],
  ['a length and chunks', 400, `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`],
  ['no host', 400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two hosts', 400, `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`],
  ['an absolute address', 400, `GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
  ['an asterisk', 400, `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
  ['a method nobody serves', 405, `TRACE / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
  ['a NUL in the address', 400, `GET /%00 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
  ['chunks that are none', 400, `POST /checkout/v1/api/session HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n`],
];

const hostOf = (server: RunningServer, door: Door): string => new URL(server[door]).host;

/** Sends each of them to both doors. */
export async function bareAnswers(server: RunningServer): Promise<{ answer: Answer; wanted: number }[]> {
  const sent = (['publicUrl', 'sandboxUrl'] as const).flatMap((door) => bare(hostOf(server, door)).map((one) => ({ door, one })));
  return Promise.all(
    sent.map(async ({ door, one: [what, wanted, bytes] }) => {
      const raw = await sendRaw(server[door], Buffer.from(bytes, 'latin1'));
      const isAddressed = what === 'chunks that are none' && raw.headers.has('x-robots-tag');
      const path = isAddressed ? '/checkout/v1/api/session' : `(${what})`;
      // The API is not at the sandbox's door.
      return { wanted: isAddressed && door === 'sandboxUrl' ? 404 : wanted, answer: told(raw, { door, path, ...(!isAddressed && { isBare: true }) }) };
    }),
  );
}

const told = ({ status, headers, text }: Raw, rest: Pick<Answer, 'door' | 'path' | 'isBare'>): Answer => ({ method: 'bytes', status, headers, text, ...rest });
