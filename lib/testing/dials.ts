import { Socket } from 'node:net';

type Connect = (...given: unknown[]) => Socket;

/** Writes down every connection this process begins ("127.0.0.1:80"), on whatever port, whether or not anybody listens there. */
export function recordDials(): { dialled: string[]; stop: () => void } {
  const dialled: string[] = [];
  const prototype = Socket.prototype as unknown as { connect: Connect };
  const { connect } = prototype;
  prototype.connect = function record(this: Socket, ...given) {
    this.on('connectionAttempt', (address, port) => dialled.push(`${address}:${port}`));
    return connect.apply(this, given);
  };
  return { dialled, stop: () => Object.assign(prototype, { connect }) };
}
