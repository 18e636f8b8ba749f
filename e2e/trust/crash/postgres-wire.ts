/** A message of PostgreSQL's protocol: its kind, a letter, and its bytes from that letter on. The first of a connection has no letter. */
export type Message = { kind: string; bytes: Buffer };

const lengthBytes = 4;

/** Cuts a stream of bytes into messages, as they come. With `hasStart` the first is the one that begins a connection. */
export function messageReader(hasStart: boolean): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let isStart = hasStart;
  const next = (): Message | undefined => {
    const head = isStart ? 0 : 1;
    if (rest.length < head + lengthBytes) return undefined;
    const size = head + rest.readInt32BE(head);
    if (rest.length < size) return undefined;
    const message = { kind: isStart ? '' : String.fromCharCode(rest[0] ?? 0), bytes: rest.subarray(0, size) };
    rest = rest.subarray(size);
    isStart = false;
    return message;
  };
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (let message = next(); message; message = next()) messages.push(message);
    return messages;
  };
}

/** The statement of a simple query or of a Parse; undefined in any other message. */
export function statementIn({ kind, bytes }: Message): string | undefined {
  if (kind === 'Q') return textAt(bytes, 1 + lengthBytes);
  if (kind === 'P') return textAt(bytes, endOfText(bytes, 1 + lengthBytes));
  return undefined;
}

const endOfText = (bytes: Buffer, from: number): number => bytes.indexOf(0, from) + 1;
const textAt = (bytes: Buffer, from: number): string => bytes.toString('utf8', from, bytes.indexOf(0, from));

/** What a Bind gives to its statement, as text. */
export function valuesIn({ kind, bytes }: Message): string[] {
  if (kind !== 'B') return [];
  let at = endOfText(bytes, endOfText(bytes, 1 + lengthBytes));
  at += 2 + 2 * bytes.readInt16BE(at);
  const count = bytes.readInt16BE(at);
  at += 2;
  const values: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at);
    at += lengthBytes;
    if (length < 0) continue;
    values.push(bytes.toString('utf8', at, at + length));
    at += length;
  }
  return values;
}

/** The tables that a statement writes to. */
export const tablesWritten = (statement: string): string[] =>
  [...statement.matchAll(/(?<!\bFOR |\bDO |\bKEY )\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:"?public"?\.)?"?(\w+)"?/gi)].map(([, table = '']) => table);
