import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { changedTables, type Rows } from '../../fixtures/rows.ts';
import type { RunningServer } from '../../fixtures/server.ts';

/** Columns that time alone changes, as in fixtures/rows.ts. */
const changedByTime: Readonly<Record<string, string>> = { payment_method: 'refreshed_at', api_user: 'last_used_at' };

type Column = { name: string; column: string };

/** Every table that says whose its rows are, whatever the schema. */
const tablesOfMerchants = ({ settings }: RunningServer): Promise<Column[]> =>
  queryAsGuest<Column>(
    settings,
    `SELECT table_name AS name, column_name AS column FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'merchant_id' UNION ALL SELECT 'merchant', 'id' ORDER BY 1`,
  );

/** Asks for a fingerprint of every row of this merchant's, table by table; one that was written anew with the same values is another row. */
export async function watchRows(server: RunningServer, merchantId: string): Promise<() => Promise<string[]>> {
  const tables = await tablesOfMerchants(server);
  const parts = tables.map(({ name, column }) => {
    const known = changedByTime[name];
    const row = known === undefined ? "t.xmin::text || ' ' || t::text" : `(to_jsonb(t) - '${known}')::text`;
    return `SELECT '${name}' AS name, count(*) || ' rows ' || md5(coalesce(string_agg(${row}, '|' ORDER BY ${row}), '')) AS content FROM "${name}" t WHERE t."${column}" = $1`;
  });
  const read = async (): Promise<Rows> => {
    const found = await queryAsGuest<{ name: string; content: string }>(server.settings, parts.join(' UNION ALL '), [merchantId]);
    return Object.fromEntries(found.map(({ name, content }) => [name, content]));
  };
  let before = await read();
  return async () => {
    const after = await read();
    const changed = changedTables(before, after);
    before = after;
    return changed;
  };
}

/** Tables with a row in which one of these texts stands. */
export async function tablesWith({ settings }: RunningServer, texts: readonly string[]): Promise<string[]> {
  const tables = await queryAsGuest<{ name: string }>(
    settings,
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()',
  );
  const parts = tables.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM "${name}" t WHERE t::text LIKE ANY ($1::text[]))`);
  const found = await queryAsGuest<{ name: string }>(settings, parts.join(' UNION ALL '), [texts.map((text) => `%${text}%`)]);
  return found.map(({ name }) => name);
}
