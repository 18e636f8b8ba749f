import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** An answer as it came over the wire. */
export type Answered = { status: number; headers: Headers; text: string };

/** Reads answers from what arrives, piece by piece. `headless`: whether the next answer has no body (it answers HEAD). */
export type Reader = {
  take: (bytes: Buffer) => void;
  /** The next whole answer, if it is there. Interim ones (1xx) are passed over. */
  next: (isHeadless: boolean) => Answered | undefined;
  /** The other side has ended: what has no length ends here. */
  last: (isHeadless: boolean) => Answered | undefined;
  /** Nothing has arrived that was not taken out. */
  isEmpty: () => boolean;
};

const headEnd = Buffer.from('\r\n\r\n');

type Head = { status: number; headers: Headers; bodyAt: number };

export function answerReader(): Reader {
  let held: Buffer = Buffer.alloc(0);
  const whole = (head: Head, body: Buffer, end: number): Answered => {
    held = held.subarray(end);
    return { status: head.status, headers: head.headers, text: textOf(body, head.headers.get('content-encoding')) };
  };
  const finalHead = (): Head | undefined => {
    for (let head = headOf(held); head; head = headOf(held)) {
      if (head.status >= 200) return head;
      held = held.subarray(head.bodyAt);
    }
    return undefined;
  };
  const next = (isHeadless: boolean): Answered | undefined => {
    const head = finalHead();
    if (!head) return undefined;
    const { status, headers, bodyAt } = head;
    if (isHeadless || status === 204 || status === 304) return whole(head, Buffer.alloc(0), bodyAt);
    if (headers.get('transfer-encoding') === 'chunked') {
      const chunks = readChunks(held, bodyAt);
      return chunks && whole(head, chunks.body, chunks.end);
    }
    const length = headers.get('content-length');
    const end = bodyAt + Number(length);
    return length !== null && held.length >= end ? whole(head, held.subarray(bodyAt, end), end) : undefined;
  };
  return {
    take: (bytes) => {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    },
    next,
    last: (isHeadless) => {
      const told = next(isHeadless);
      const head = told ? undefined : finalHead();
      return head ? whole(head, held.subarray(head.bodyAt), held.length) : told;
    },
    isEmpty: () => held.length === 0,
  };
}

/** A body as its reader has it; one that cannot be unpacked stays as it came, and is no JSON. */
function textOf(body: Buffer, encoding: string | null): string {
  const unpack = encoding === 'gzip' ? gunzipSync : encoding === 'br' ? brotliDecompressSync : undefined;
  try {
    return (body.length > 0 && unpack ? unpack(body) : body).toString('utf8');
  } catch {
    return body.toString('utf8');
  }
}

function headOf(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers();
  for (const one of lines) headers.append(one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1).trim());
  return { status: Number(line.split(' ')[1]), headers, bodyAt: end + headEnd.length };
}

function readChunks(bytes: Buffer, from: number): { body: Buffer; end: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const end = lineEnd + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), end };
    parts.push(bytes.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}
