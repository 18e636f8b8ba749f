/** The two doors of the service, as `RunningServer` names their addresses. */
export type Door = 'publicUrl' | 'sandboxUrl';

/** What a whole request asks, for whoever judges its answer. */
export type Asked = { method: string; path: string };

/**
 * One request of the storm, or what looks like one. `whole`: it is one well-framed request, and gets one answer on a
 * connection that stays. Without it, it is bytes: we end our side after them, and the other side has to end its own.
 */
export type Attack = {
  kind: string;
  door: Door;
  whole?: Asked;
  /** Sent one after the other, with a pause between. */
  pieces: readonly Buffer[];
  pauseMs?: number;
};

/** The longest piece that is told whole in a report. */
const longestTold = 6_000;

/** How it can be sent again: in words where it is one request, and its bytes either way. */
export function toldAttack({ kind, door, whole, pieces }: Attack): string {
  const bytes = Buffer.concat([...pieces]);
  const base64 = bytes.toString('base64');
  const told = base64.length > longestTold ? `${base64.slice(0, longestTold)}… (${bytes.length} bytes; --only makes all of them)` : base64;
  return `${kind}, ${door}${whole ? `, ${whole.method} ${whole.path.slice(0, 200)}` : ''}\n      base64 ${told}`;
}

/** A request's bytes. Headers are written as they are given, and so are their values. */
export function bytesOf({ method, path }: Asked, headers: readonly (readonly [string, string])[], body?: Buffer): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}
