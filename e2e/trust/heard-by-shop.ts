import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import type { Shop } from '../fixtures/shop.ts';

/** What the only shop of a service was to be told and has not heard: every callback and event was delivered, and it says so too. */
export async function untoldTo(shop: Shop, server: RunningServer): Promise<string[]> {
  const owed = await queryAsGuest<{ id: string; status: string; eventId: string | null; url: string | null; body: string | null }>(
    server.settings,
    'SELECT id::text, status::text, event_id::text AS "eventId", url, body FROM delivery',
  );
  const unplaced = await queryAsGuest<{ id: string }>(
    server.settings,
    'SELECT id::text FROM event e WHERE NOT EXISTS (SELECT FROM delivery d WHERE d.event_id = e.id)',
  );
  const events = new Set(shop.callbacks.map(({ headers }) => String(headers['webhook-id'])));
  const callbacks = countEach(shop.callbacks.map(({ path, body }) => `${path} ${body}`));
  const markOf = ({ url, body }: { url: string | null; body: string | null }): string => `${pathIn(url ?? '')} ${body}`;
  const sent = countEach(owed.filter(({ eventId }) => eventId === null).map(markOf));
  return [
    ...owed.filter(({ status }) => status !== 'delivered').map(({ id, status }) => `delivery ${id} is ${status}`),
    ...owed.filter(({ eventId }) => eventId !== null && !events.has(eventId)).map(({ id }) => `the shop never heard event delivery ${id}`),
    ...[...sent].filter(([mark, times]) => (callbacks.get(mark) ?? 0) < times).map(([mark]) => `the shop never heard the callback ${mark}`),
    ...unplaced.map(({ id }) => `event ${id} is owed to nobody`),
  ];
}

const pathIn = (url: string): string => (URL.canParse(url) ? `${new URL(url).pathname}${new URL(url).search}` : url);

function countEach(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
