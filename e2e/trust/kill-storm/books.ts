import { queryAsGuest } from '#lib/testing/guest-database.ts';
import type { Acknowledged, Ordered } from './order.ts';
import type { StormTrial } from './storm-trial.ts';

type Row = {
  orderId: string;
  sessions: number;
  links: number;
  paymentIds: string[];
  settling: string[];
  operations: string[];
  held: number;
  charges: number;
  refunded: number;
};

/** Each order as we and the gateway have it, side by side. */
const rows = `
  SELECT s.order_id AS "orderId", count(*)::int AS sessions,
    (SELECT count(*)::int FROM payment_link l WHERE l.session_id = min(s.id::text)::uuid) AS links,
    ARRAY(SELECT p.id::text FROM payment p WHERE p.session_id = min(s.id::text)::uuid) AS "paymentIds",
    ARRAY(SELECT p.id::text FROM payment p WHERE p.session_id = min(s.id::text)::uuid AND p.settles) AS settling,
    ARRAY(SELECT o.kind || ' ' || o.status || ' ' || o.amount_minor || ' ' || o.id FROM payment_operation o JOIN payment p ON p.id = o.payment_id
      WHERE p.session_id = min(s.id::text)::uuid ORDER BY o.created_at, o.id) AS operations,
    coalesce(sum(g.held), 0)::int AS held, coalesce(sum(g.charges), 0)::int AS charges, coalesce(sum(g.refunded), 0)::int AS refunded
  FROM checkout_session s LEFT JOIN LATERAL (
    SELECT sum(t.captured_minor - t.refunded_minor) AS held, count(*) FILTER (WHERE t.reserved_minor > 0 AND t.status <> 'released') AS charges,
      sum(t.refunded_minor) AS refunded
    FROM payment p JOIN sandbox_transaction t ON t.shop_order_id = p.gateway_order_id WHERE p.session_id = s.id) g ON true
  WHERE s.order_id = ANY($1) GROUP BY s.order_id`;

/** What is lost or doubled of these orders, in words. */
export async function wrongsOfOrders({ server }: StormTrial, orders: readonly Ordered[]): Promise<string[]> {
  const found = await queryAsGuest<Row>(server.settings, rows, [orders.map(({ orderId }) => orderId)]);
  const byOrder = new Map(found.map((row) => [row.orderId, row]));
  return orders.flatMap((order) => wrongsOfOrder(order, byOrder.get(order.orderId)).map((wrong) => `${order.orderId}: ${wrong}`));
}

function wrongsOfOrder(order: Ordered, row: Row | undefined): string[] {
  if (!row) return order.acknowledged.length > 0 ? ['it was acknowledged and is lost'] : [];
  const wanted = [
    ...(order.capturedMinor > 0 ? [`capture succeeded ${order.capturedMinor}`] : []),
    ...(order.refundedMinor > 0 ? [`refund succeeded ${order.refundedMinor}`] : []),
  ];
  const done = row.operations.map((operation) => operation.split(' ').slice(0, 3).join(' '));
  const left = order.capturedMinor - order.refundedMinor;
  const wrongs = [
    row.sessions !== 1 && `${row.sessions} sessions were made`,
    row.links !== 1 && `${row.links} links were made`,
    order.paymentId !== undefined && row.settling.join() !== order.paymentId && `${order.paymentId} paid it, and ${row.settling.join() || 'none'} settles it`,
    order.paymentId !== undefined && row.charges !== 1 && `the gateway charged it ${row.charges} times`,
    done.join() !== wanted.join() && `we have ${done.join() || 'nothing'}, and told ${wanted.join() || 'nothing'}`,
    (row.held !== left || row.refunded !== order.refundedMinor) && `the gateway has ${row.held} of it and gave back ${row.refunded}; it should be ${left}`,
    ...order.acknowledged.map((one) => lostOf(one, row)),
  ];
  return wrongs.filter((wrong) => wrong !== false);
}

/** What a caller was told of has to be there. */
function lostOf({ what, text }: Acknowledged, row: Row): string | false {
  const told = JSON.parse(text) as { paymentId?: string; operationId?: string };
  if (what === 'payment') return !row.paymentIds.includes(told.paymentId ?? '') && `payment ${told.paymentId} was acknowledged and is lost`;
  if (what === 'link') return false;
  return !row.operations.some((operation) => operation.endsWith(told.operationId ?? '-')) && `${what} ${told.operationId} was acknowledged and is lost`;
}

const atOnce = 16;

/** Makes every acknowledged request once more: each must be answered as at first, byte for byte. */
export async function wrongsOfRepeats({ shop }: StormTrial, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const wrongs: string[] = [];
  const waiting = [...acknowledged];
  const repeat = async (): Promise<void> => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const { text } = await shop.api('POST', one.path, one.body, { 'idempotency-key': one.key });
      if (text !== one.text) wrongs.push(`POST ${one.path} was answered ${one.text}, and repeated ${text}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, repeat));
  return wrongs;
}
