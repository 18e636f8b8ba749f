import { connect } from 'node:net';
import type { Scene } from './scene.ts';

/** A head has 15 s, a whole request 30 s (lib/server/front.ts), and Node looks every 30 s; some for a busy machine. */
const endedWithinMs = 75_000;

/** Halves: of a line, of a head, of a body that was told, of a body in chunks. */
const halves = (host: string): readonly string[] => [
  '',
  'GET /pay/x HT',
  `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
  `POST /checkout/v1/api/session HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"order":`,
  `POST /checkout/v1/api/session HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"o`,
  `POST /verify HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\ncode=`,
];

/** Leaves so many requests half said, at both doors. The answer waits until the service has ended them all, and tells of those that it did not. */
export function leaveHalves({ server }: Scene, count: number): () => Promise<string[]> {
  const all = Array.from({ length: count }, (_, index) => {
    const { hostname, port, host } = new URL(index % 2 === 0 ? server.publicUrl : server.sandboxUrl);
    const told = halves(host);
    const half = told[Math.floor(index / 2) % told.length] ?? '';
    const socket = connect(Number(port), hostname);
    const ended = new Promise<true>((resolve) => {
      for (const event of ['end', 'close', 'error'] as const) socket.on(event, () => resolve(true));
    });
    socket.resume();
    socket.write(half, () => undefined);
    const tooLate = new Promise<false>((resolve) => setTimeout(resolve, endedWithinMs, false).unref());
    return { half, socket, isEnded: Promise.race([ended, tooLate]) };
  });
  return async () => {
    const ended = await Promise.all(all.map(({ isEnded }) => isEnded));
    for (const { socket } of all) socket.destroy();
    return all.flatMap(({ half }, index) =>
      ended[index] ? [] : [`a half request was not ended within ${endedWithinMs / 1_000} s: ${JSON.stringify(half.slice(0, 60))}`],
    );
  };
}
