import { operations } from '#lib/openapi/operations.ts';
import type { Answer } from '../../fixtures/api.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import { queriesFor } from './matrix.ts';
import { callAs, leaksIn } from './strangers.ts';
import { markedOrder, type Party } from './victim.ts';

type Rows = { rows: unknown[]; next: string | null };
type Found = { asked: number; wrongs: string[] };

/** Gives a merchant this many more sessions with links, and as many events. */
export async function addRows({ shop, mark }: Party, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => ({ order: markedOrder(mark, `${mark}-row-${index}`), link: { size: 300 } }));
  const answer = await shop.api('POST', '/link/bulk', lines, { 'idempotency-key': `${mark} rows` });
  const made = answer.text
    .trim()
    .split('\n')
    .filter((line) => (JSON.parse(line) as { status: number }).status === 201).length;
  if (made !== count) throw new Error(`Of ${count} links ${made} were made: ${answer.text.slice(0, 300)}`);
}

type Given = { server: RunningServer; victim: Party; stranger: Party; authorization: string };

/** Whatever a stranger asks lists and exports for, by the victim's own texts too, nothing of the victim's is in them. */
export async function askForRows({ server, victim, authorization }: Given): Promise<Found> {
  const wrongs: string[] = [];
  const queries = queriesFor(victim);
  for (const { operation, path } of queries) {
    const answer = await callAs(server, authorization, 'GET', path);
    wrongs.push(...leaksIn(victim, answer).map((leak) => `${operation.id} (${path}) gives away ${leak}`));
    if (path.includes('?') && answer.status === 200 && hasRows(answer)) wrongs.push(`${operation.id} (${path}) found ${answer.text.slice(0, 160)}`);
    if (![200, 404].includes(answer.status)) wrongs.push(`${operation.id} (${path}) answered ${answer.status} ${answer.text.slice(0, 160)}`);
  }
  return { asked: queries.length, wrongs };
}

/** Whether a list or an export has a row at all. */
const hasRows = ({ text, body }: Answer): boolean =>
  Object.values(body).some((member) => Array.isArray(member) && member.length > 0) || (!text.startsWith('{') && text.trim().includes('\n'));

/** The lists that are read page by page: what their rows are named, and how the next page is asked for. */
const paged: Readonly<Record<string, { rows: string; by: string; base: string }>> = {
  listSessions: { rows: 'sessions', by: 'cursor', base: '/session?limit=40' },
  listLinks: { rows: 'links', by: 'cursor', base: '/link?limit=40' },
  listPayments: { rows: 'payments', by: 'cursor', base: '/payment?limit=40' },
  listDeliveries: { rows: 'deliveries', by: 'before', base: '/deliveries?limit=40' },
  listEvents: { rows: 'events', by: 'after', base: '/events?limit=40&after=0' },
};
const isPaged = ({ contract }: (typeof operations)[number]): boolean =>
  'query' in contract && contract.query !== undefined && ['cursor', 'before', 'afterSequence'].some((name) => name in (contract.query ?? {}));

/** Reads every list to its end among another merchant's many rows: it has the stranger's rows, all of them, and nobody else's. */
export async function readLists({ server, victim, stranger, authorization }: Given, count: number): Promise<Found> {
  const wrongs = operations.filter((operation) => isPaged(operation) && !(operation.id in paged)).map(({ id }) => `${id} is a list that is not in the matrix`);
  let asked = 0;
  for (const [id, { rows, by, base }] of Object.entries(paged)) {
    const told: string[] = [];
    let path: string | undefined = base;
    while (path !== undefined && told.length < 100) {
      const answer = await callAs(server, authorization, 'GET', path);
      asked += 1;
      const page = pageOf(answer.body, rows, by);
      told.push(answer.text);
      path = page.next === null ? undefined : `${base.replace(/&after=\d+/, '')}&${by}=${encodeURIComponent(page.next)}`;
      if (answer.status !== 200) wrongs.push(`${id}: ${answer.status} ${answer.text.slice(0, 160)}`);
    }
    const all = told.join('\n');
    wrongs.push(...leaksIn(victim, { text: all, headers: new Headers() }).map((leak) => `${id} gives away ${leak}`));
    const own = new Set(all.match(new RegExp(`${stranger.mark}-row-\\d+`, 'g'))).size;
    if ((id === 'listSessions' || id === 'listLinks') && own !== count) wrongs.push(`${id} has ${own} of the stranger’s own ${count} rows`);
  }
  return { asked, wrongs };
}

function pageOf(body: Record<string, unknown>, name: string, by: string): Rows {
  const rows = (body[name] ?? []) as unknown[];
  if (by !== 'after') return { rows, next: (body.next ?? null) as string | null };
  const last = rows.at(-1) as { position: number } | undefined;
  return { rows, next: body.hasMore && last ? String(last.position) : null };
}

/** The victim's places in lists, and made-up ones, lead a stranger to its own rows or nowhere; so do the victim's keys. */
export async function tryPlaces({ server, victim, stranger, authorization }: Given): Promise<Found> {
  const { session, link, payment, deliveries } = victim.cursors;
  const swapped = (cursor: string): string => cursor.replace(/\.[0-9a-f]{32}\./, `.${victim.ids.sessionId?.replaceAll('-', '')}.`);
  const paths = [
    ...[session, swapped(session), session.slice(0, -1)].map((cursor) => `/session?limit=1&cursor=${cursor}`),
    ...[link, swapped(link)].map((cursor) => `/link?limit=1&cursor=${cursor}`),
    ...[payment, swapped(payment)].map((cursor) => `/payment?limit=1&cursor=${cursor}`),
    ...[deliveries, `${Date.now()}.${victim.ids.deliveryId}`].map((before) => `/deliveries?limit=5&before=${before}`),
    ...[0, 1, 3, 2 ** 31].map((after) => `/events?limit=500&after=${after}`),
    ...[0, 1].map((after) => `/events?sessionId=${victim.ids.sessionId}&afterSequence=${after}`),
    `/session/${stranger.ids.sessionId}/timeline?after=${victim.ids.eventId}`,
  ];
  const wrongs: string[] = [];
  for (const path of paths) {
    const answer = await callAs(server, authorization, 'GET', path);
    wrongs.push(...leaksIn(victim, answer).map((leak) => `GET ${path} gives away ${leak}`));
    if (![200, 404, 422].includes(answer.status)) wrongs.push(`GET ${path}: ${answer.status} ${answer.text.slice(0, 160)}`);
  }
  return { asked: paths.length + 1, wrongs: [...wrongs, ...(await tryKey({ server, victim, authorization }))] };
}

/** The very request of the victim's, under its Idempotency-Key, is another's request: it makes a session of its own. */
async function tryKey({ server, victim, authorization }: Omit<Given, 'stranger'>): Promise<string[]> {
  const { key, body, sessionId } = victim.keyed;
  const answer = await callAs(server, authorization, 'POST', '/session', body, { 'idempotency-key': key });
  const isOwn = answer.status === 201 && answer.body.sessionId !== sessionId && leaksIn(victim, answer).length === 0;
  return isOwn ? [] : [`the victim’s Idempotency-Key gave a stranger ${answer.status} ${answer.text.slice(0, 160)}`];
}
