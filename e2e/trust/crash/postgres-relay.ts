import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Message, messageReader, statementIn, tablesWritten, valuesIn } from './postgres-wire.ts';

/** What is about to become lasting: the tables that were written to, and all that was given to the statements of its transaction. */
export type Write = { tables: string[]; values: string[] };

/** Called before the bytes that make a write last are handed on, then, what it gave back, before their answer is. Either may wait for ever. */
type Watch = (write: Write) => Promise<() => Promise<void>>;

/** A line between a service and its PostgreSQL on which each commit, and each write without a transaction, can be stopped. */
export type PostgresRelay = { url: string; close: () => Promise<void> };

/** Opens it on a free port. It understands as much of the protocol as tells where a statement ends, what it says and when it was answered. */
export async function openPostgresRelay(databaseUrl: string, watch: Watch): Promise<PostgresRelay> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const database = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    join(client, database, watch);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

/** Messages after which the database answers. */
const endsTurn = new Set(['', 'p', 'Q', 'S', 'X', 'H']);
const isReady = ({ kind }: Message): boolean => kind === 'Z';

/** Hands on turn by turn: what the service says up to a Sync, and what the database answers up to its ReadyForQuery. */
function join(client: Socket, database: Socket, watch: Watch): void {
  const fromClient = messageReader(true);
  const fromDatabase = messageReader(false);
  const turnOf = turnReader();
  let said: Message[] = [];
  let answer: Message[] = [];
  let answered: (() => Promise<void>) | undefined;
  const hang = (): void => void client.destroy();
  const handOn = async (turn: Message[]): Promise<void> => {
    const write = turnOf(turn);
    answered = write && (await watch(write));
    database.write(Buffer.concat(turn.map(({ bytes }) => bytes)));
  };
  client.on('data', (chunk: Buffer) => {
    for (const message of fromClient(chunk)) {
      said.push(message);
      if (!endsTurn.has(message.kind)) continue;
      handOn(said).catch(hang);
      said = [];
    }
  });
  database.on('data', (chunk: Buffer) => {
    const messages = fromDatabase(chunk);
    if (!answered) {
      client.write(chunk);
      return;
    }
    answer.push(...messages);
    const last = answer.at(-1);
    if (!last || !isReady(last)) return;
    const [whole, wait] = [answer, answered];
    answer = [];
    answered = undefined;
    wait().then(() => client.write(Buffer.concat(whole.map(({ bytes }) => bytes))), hang);
  });
}

/** Follows the transactions of one connection: the write that a turn makes lasting, if it does. */
function turnReader(): (turn: Message[]) => Write | undefined {
  let open: Write | undefined;
  return (turn) => {
    const statements = turn.flatMap((message) => statementIn(message) ?? []);
    const tables = statements.flatMap(tablesWritten);
    const values = turn.flatMap(valuesIn);
    if (statements.some((statement) => /^\s*BEGIN/i.test(statement))) {
      open = { tables: [], values: [] };
      return undefined;
    }
    const [ends, undoes] = [/^\s*COMMIT/i, /^\s*ROLLBACK\s*;?$/i].map((pattern) => statements.some((statement) => pattern.test(statement)));
    if (!open) return tables.length > 0 ? { tables, values } : undefined;
    open.tables.push(...tables);
    open.values.push(...values);
    if (!ends && !undoes) return undefined;
    const done = open;
    open = undefined;
    return ends && done.tables.length > 0 ? done : undefined;
  };
}
