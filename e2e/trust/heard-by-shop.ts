import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { RunningServer } from '../fixtures/server.ts';
import type { Shop } from '../fixtures/shop.ts';

/** What the only shop of a service was to be told and has not heard: every callback and event was delivered, and it says so too. */
export async function untoldTo(shop: Shop, server: RunningServer): Promise<string[]> {
  const owed = await queryAsGuest<{ id: string; status: string; mark: string }>(
    server.settings,
    `SELECT d.id::text, d.status::text, coalesce(d.event_id, d.payment_id)::text AS mark FROM delivery d`,
  );
  const unplaced = await queryAsGuest<{ id: string }>(
    server.settings,
    'SELECT id::text FROM event e WHERE NOT EXISTS (SELECT FROM delivery d WHERE d.event_id = e.id)',
  );
  const heard = shop.callbacks.map(({ headers, body }) => `${String(headers['webhook-id'])} ${body}`).join('\n');
  return [
    ...owed.filter(({ status }) => status !== 'delivered').map(({ id, status }) => `delivery ${id} is ${status}`),
    ...owed.filter(({ mark }) => !heard.includes(mark)).map(({ id }) => `the shop never heard delivery ${id}`),
    ...unplaced.map(({ id }) => `event ${id} is owed to nobody`),
  ];
}
