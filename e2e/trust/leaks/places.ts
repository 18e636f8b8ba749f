import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { Scene, Told } from './scene.ts';

/** Everything that the service has written, kept and told until now, place by place. */
export async function gatherPlaces(scene: Scene): Promise<Told[]> {
  const { server, shop, other, mail, told } = scene;
  return [
    { place: 'the log', text: server.log() },
    ...(await tables(scene)),
    ...(await metrics(scene)),
    ...shop.callbacks.map(({ path, headers, body }) => ({
      place: `${path === '/hooks' ? 'webhook' : 'callback'} to the shop, ${path}`,
      text: written(headers, body),
    })),
    ...other.callbacks.map(({ path, headers, body }) => ({ place: `to the other merchant, ${path}`, text: written(headers, body) })),
    ...mail.heard.map(({ from, to, headers }) => ({ place: 'the mail’s envelope', text: `${from} ${to.join(' ')} ${[...headers].join('\n')}` })),
    ...mail.heard.flatMap(({ parts }) => parts.map(({ type, content }) => ({ place: `the mail’s ${type}`, text: content.toString('latin1') }))),
    ...processes(scene),
    ...filesUnder(scene.temporary, 'a temporary file'),
    ...filesUnder(server.settings.DATA_DIR ?? '', 'a file of the data folder', /^(?:database|pgdata|postgres)/),
    ...told,
  ];
}

/** A callback's body is a form: what is in it is read as its reader reads it. */
const written = (headers: object, body: string): string => `${JSON.stringify(headers)}\n${body}\n${decodeURIComponent(body.replaceAll('+', ' '))}`;

/** Every column of every table, each a place of its own; bytes as they are, and in hexadecimal. */
async function tables({ server }: Scene): Promise<Told[]> {
  const columns = await queryAsGuest<{ table: string; column: string; type: string }>(
    server.settings,
    `SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, ordinal_position`,
  );
  const parts = columns.map(({ table, column, type }) => {
    const text = type === 'bytea' ? `encode("${column}", 'hex') || ' ' || encode("${column}", 'escape')` : `"${column}"::text`;
    return `SELECT 'table ${table}.${column}' AS place, string_agg(${text}, E'\\n') AS text FROM "${table}"`;
  });
  const rows = await queryAsGuest<{ place: string; text: string | null }>(server.settings, parts.join(' UNION ALL '));
  return rows.map(({ place, text }) => ({ place, text: text ?? '' }));
}

async function metrics({ server }: Scene): Promise<Told[]> {
  const { METRICS_TOKEN = '' } = server.settings;
  const answer = await fetch(`${server.publicUrl}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  return [{ place: 'the metrics', text: await answer.text() }];
}

/** How the service's processes were called, and the environment of those it started itself. */
function processes({ server }: Scene): Told[] {
  const root = server.process().pid ?? 0;
  const all = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = [root];
  for (const pid of family) for (const [child = 0, parent] of all) if (parent === pid) family.push(child);
  const called = execFileSync('ps', ['-o', 'args=', '-p', family.join(',')], { encoding: 'utf8' });
  // Only Linux shows a process's environment to its neighbours.
  const environments = family.slice(1).map((pid) => `/proc/${pid}/environ`);
  return [
    { place: 'how the processes were called', text: called },
    ...environments
      .filter((path) => existsSync(path))
      .map((path) => ({ place: 'the environment of a process of the service’s', text: readFileSync(path, 'utf8').replaceAll('\0', '\n') })),
  ];
}

const largestFile = 32 * 1024 * 1024;

/** Every file below a folder. `tables`: what holds the rows that are looked at elsewhere. */
function filesUnder(folder: string, place: string, tables?: RegExp): Told[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    if (tables?.test(name) || !statSync(path, { throwIfNoEntry: false })?.isFile() || statSync(path).size > largestFile) return [];
    return [{ place: `${place}, ${name}`, text: readFileSync(path, 'latin1') }];
  });
}
