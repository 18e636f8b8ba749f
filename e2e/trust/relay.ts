import { once } from 'node:events';
import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request as open, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** An origin on this machine that hands every call on to servers behind it, in turn, as a load balancer does. */
export type Relay = {
  origin: string;
  /** Tells where the servers listen; until then nothing is answered. */
  forwardTo: (origins: readonly [string, ...string[]]) => void;
  close: () => Promise<void>;
};

type Given = {
  /** A name of this machine's own loopback. */
  host: 'localhost' | '127.0.0.1';
  /** How much later than it was given an answer is handed back, in milliseconds. */
  lateMs: number;
  /** Sees each call before it is handed on. */
  watch?: (path: string, body: string) => Watched | Promise<Watched>;
};

/** A call's body, perhaps changed; `answered` is called with its answer, or with none when there will not be one. Either may keep the call waiting, or throw: then its caller is cut off. */
type Watched = { body: string; answered?: (answer?: Answer) => void | Promise<void> };

/** Opens a relay on a free port. It changes nothing but the time, and what `watch` changes. */
export async function openRelay({ host, lateMs, watch = (_, body) => ({ body }) }: Given): Promise<Relay> {
  const agent = new Agent({ keepAlive: true });
  let targets: readonly string[] = [];
  let turn = 0;
  const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = targets[turn++ % targets.length];
    if (!target) return void response.writeHead(503).end();
    const path = request.url ?? '/';
    const { body, answered } = await watch(path, await text(request));
    const answer = await forward(agent, new URL(path, target), request, body).catch(async (error: unknown) => {
      await answered?.();
      throw error;
    });
    await answered?.(answer);
    await pause(lateMs);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.byteLength }).end(answer.body);
  };
  const server = createServer((request, response) => void relay(request, response).catch(() => response.destroy()));
  await once(server.listen(0, host), 'listening');
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    forwardTo: (origins) => {
      targets = origins;
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** An answer as it came. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** The same call to a server behind. It sees the host that its callers named. */
const forward = (agent: Agent, url: URL, { method, headers }: IncomingMessage, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { connection: _, 'transfer-encoding': __, ...kept } = headers;
    const length = Buffer.byteLength(body);
    const call = open(url, { agent, method, headers: { ...kept, ...(length > 0 && { 'content-length': String(length) }) } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const { connection: _connection, 'keep-alive': _alive, 'transfer-encoding': _encoding, ...rest } = answer.headers;
        resolve({ status: answer.statusCode ?? 502, headers: rest, body: Buffer.concat(chunks) });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
