import { operations } from '#lib/openapi/operations.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { goodRequests } from '../../fixtures/good-requests.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import { leavesOf } from '../leaves.ts';
import { tablesWith } from './rows-of-merchant.ts';
import { callAs } from './strangers.ts';
import type { Party } from './victim.ts';

type Operation = (typeof operations)[number];
type Column = { name: string; type: string };

/** Values that stand nowhere else, by the kind of column: the number is too long to be met by chance in an id or in sealed bytes. */
const planted = { text: 'planted-by-a-stranger', number: 2_077_007_702, time: '2001-02-03T04:05:06.789Z' };
const traces = [planted.text, String(planted.number), '2001-02-03 04:05:06.789'];

/** Every column of the schema, once a name. */
async function columnsOf({ settings }: RunningServer): Promise<Column[]> {
  const query =
    'SELECT column_name AS name, min(data_type) AS type FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY 1 ORDER BY 1';
  return queryAsGuest<Column>(settings, query);
}

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** What is put into a column of this name and type: the victim's ids where it takes ids. */
function valueFor({ name, type }: Column, victim: Party): unknown {
  if (name === 'merchant_id') return victim.merchantId;
  if (type === 'uuid') return victim.ids[camel(name)] ?? victim.ids.sessionId;
  if (type === 'boolean') return true;
  if (/int|numeric/.test(type)) return planted.number;
  return /timestamp/.test(type) ? planted.time : planted.text;
}

/** The names an object of the body takes, by its place: what the contract knows is no assignment of a column. */
const knownAt = ({ contract }: Operation, place: string): Set<string> =>
  new Set(
    leavesOf(contract.body)
      .filter(({ pointer }) => pointer.startsWith(`${place}/`))
      .map(({ pointer }) => pointer.slice(place.length + 1).split('/')[0] ?? ''),
  );

/** A map of the merchant's own entries takes any name by its nature. */
const isMap = (place: string): boolean => place.endsWith('/transactionInfo');

function withColumns(operation: Operation, value: unknown, columns: ReadonlyMap<string, unknown>, place = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withColumns(operation, item, columns, `${place}/*`));
  if (typeof value !== 'object' || value === null || isMap(place)) return value;
  const known = knownAt(operation, place);
  const own = Object.entries(value).map(([name, member]) => [name, withColumns(operation, member, columns, `${place}/${name}`)] as const);
  const more = [...columns].filter(([name]) => !known.has(name) && !(name in value));
  return Object.fromEntries([...more, ...own]);
}

const takesJson = ({ method, contract }: Operation): boolean => method !== 'GET' && !contract.ignoresBody && !('uploads' in contract);

export type Assigned = { calls: number; names: number; wrongs: string[] };

/**
 * Adds every column of the schema, under its own name and as our JSON would name it, to every object of every body, with
 * the victim's ids and values that stand nowhere else. The call is refused, or the columns had no effect: the values are
 * in no table.
 */
export async function assignColumns(server: RunningServer, stranger: Party, victim: Party): Promise<Assigned> {
  const columns = await columnsOf(server);
  const names = new Map(columns.flatMap((column) => [column.name, camel(column.name)].map((name) => [name, valueFor(column, victim)] as const)));
  const wrongs: string[] = [];
  const calls = operations.filter(takesJson);
  for (const operation of calls) wrongs.push(...(await assignIn(server, stranger, operation, names)));
  const tables = await tablesWith(server, traces);
  return { calls: calls.length, names: names.size, wrongs: [...wrongs, ...tables.map((table) => `a column that no contract names was written to ${table}`)] };
}

async function assignIn(server: RunningServer, { shop, merchantId }: Party, operation: Operation, names: ReadonlyMap<string, unknown>): Promise<string[]> {
  const make = goodRequests[operation.id];
  if (!make) return [`${operation.id} has no good request`];
  const { path, body = {}, authorization = '', headers = {} } = await make({ server, shop, merchantId });
  const answer = await callAs(server, authorization, operation.method, path, withColumns(operation, body, names), headers);
  // Taken as if they were not there, or refused by their names; never a fault of ours.
  const isFine = (answer.status >= 200 && answer.status < 300) || answer.status === 422;
  return isFine ? [] : [`${operation.id} with every column in its body: ${answer.status} ${answer.text.slice(0, 200)}`];
}
