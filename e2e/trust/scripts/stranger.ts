import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';

/** A stranger's origin on this machine. Nobody is ever to come here. */
export type Stranger = {
  /** `127.0.0.1:port`, at which it also answers to every foreign name of a browser of the run. */
  host: string;
  /** The first line of whatever has come. */
  visits: () => string[];
  close: () => Promise<void>;
};

export async function openStranger(): Promise<Stranger> {
  const visits: string[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (chunk: Buffer) => {
      visits.push(told(chunk.toString('latin1')));
      socket.destroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits: () => [...visits],
    close: async () => void (await once(server.close(), 'close')),
  };
}

/** What was asked for; of an encrypted call the name that it was meant for. */
const told = (received: string): string =>
  /^[A-Z]+ /.test(received)
    ? received.split('\r\n').slice(0, 2).join(' ').slice(0, 200)
    : `an encrypted call${[...received.matchAll(/[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi)]
        .map(([name]) => ` ${name}`)
        .join('')
        .slice(0, 200)}`;
