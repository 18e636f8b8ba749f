import { shiftClock, startClock } from '#lib/clock.ts';
import { backgroundDone } from '#lib/jobs/background.ts';
import { jobs } from '#lib/jobs/worker.ts';
import { startEmbedded, startPostgres } from '#lib/testing/database.ts';
import { inLife, registry, restart, useMortalDatabase } from '#lib/testing/mortal-process.ts';
import { addSandboxMerchant, type SandboxMerchant } from '#lib/testing/sandbox-merchant.ts';
import { migrate } from '../../../prisma/migrate.ts';
import { type Dispatch, loadRoutes } from './app-routes.ts';
import { type Loopback, openLoopback } from './loopback.ts';

export type DatabaseKind = 'embedded' | 'postgres';

/** Something the product logged as unexpected. */
export type Complaint = { level: string; message: string; detail: string };

/** The product, the gateway and the shops in this one process, on a database of their own. Programs come and go in it. */
export type Stage = Loopback & {
  dispatch: Dispatch;
  complaints: Complaint[];
  rows: <T>(sql: string, ...values: unknown[]) => Promise<T[]>;
  end: () => Promise<void>;
};

/** What one program plays in: two merchants that nobody had before, and a clock that begins now. */
export type World = Stage & { shops: [SandboxMerchant, SandboxMerchant]; clock: { shiftMs: number }; begunAt: Date };

/** Sessions end so long after their last change; short enough for a program to see it. */
export const sessionDays = 3;

export async function openStage(kind: DatabaseKind): Promise<Stage> {
  const dispatch = await loadRoutes();
  const loopback = await openLoopback(dispatch);
  Object.assign(process.env, {
    MODE: 'test',
    SECRET_KEY: 'x'.repeat(40),
    CALLBACK_TARGETS: '127.0.0.1:*',
    PUBLIC_URL: loopback.origin,
    SANDBOX_URL: loopback.origin,
    SESSION_DAYS: String(sessionDays),
    DATABASE_POOL: kind === 'postgres' ? '20' : '5',
  });
  const complaints: Complaint[] = [];
  registry().set('log', listener(complaints));
  const database = await (kind === 'postgres' ? startPostgres() : startEmbedded());
  await migrate(database.url);
  const client = useMortalDatabase(database.url);
  await startClock();
  return Object.assign(loopback, {
    dispatch,
    complaints,
    rows: <T>(sql: string, ...values: unknown[]) => client.$queryRawUnsafe<T[]>(sql, ...values),
    end: async () => {
      await loopback.close();
      await client.$disconnect();
      await database.stop();
    },
  });
}

/** Takes the place of the product's log and keeps what a person would have to look at. */
function listener(complaints: Complaint[]) {
  const hear = (level: string) => (fields: unknown, message?: string) => {
    const detail = JSON.stringify(fields, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    if (process.env.TRUST_LOG) console.error(level, message ?? '', detail);
    if (level === 'error') complaints.push({ level, message: message ?? '', detail });
  };
  return { debug: hear('debug'), info: hear('info'), warn: hear('warn'), error: hear('error') };
}

/** Begins a program: nothing of an earlier one is due, nothing is broken, the clock is right. The second merchant keeps money that comes late. */
export async function openWorld(stage: Stage): Promise<World> {
  shiftClock(0);
  for (const list of [stage.faults, stage.callbacks, stage.told, stage.wrongs, stage.complaints]) list.length = 0;
  await restart();
  const begunAt = new Date();
  const shops: World['shops'] = [await addSandboxMerchant('Fjord & Sons', stage.origin), await addSandboxMerchant('Ås Kiosk', stage.origin)];
  await stage.rows(`UPDATE merchant SET late_payments = 'accept' WHERE id = $1::uuid`, shops[1].merchantId);
  return Object.assign(stage, { shops, clock: { shiftMs: 0 }, begunAt });
}

/** Ends a program: what it leaves undone is taken out of the way of the next. */
export async function closeWorld(world: World): Promise<void> {
  await restart();
  await world.idle();
  const ids = world.shops.map(({ merchantId }) => merchantId);
  const leave = [
    'UPDATE payment SET check_at = NULL WHERE merchant_id = ANY($1::uuid[]) AND check_at IS NOT NULL',
    'UPDATE payment_operation SET check_at = NULL WHERE merchant_id = ANY($1::uuid[]) AND check_at IS NOT NULL',
    `UPDATE delivery SET due_at = '9999-01-01' WHERE merchant_id = ANY($1::uuid[]) AND due_at IS NOT NULL`,
    `UPDATE checkout_session SET expires_at = '9999-01-01' WHERE merchant_id = ANY($1::uuid[])`,
    `UPDATE sandbox_notification SET due_at = NULL WHERE due_at IS NOT NULL AND account_id IN (${accounts})`,
    'UPDATE merchant SET disabled_at = now() WHERE id = ANY($1::uuid[])',
  ];
  for (const sql of leave) await world.rows(sql, ids);
}

/** The gateway's accounts of the merchants $1. */
const accounts = 'SELECT a.id FROM sandbox_account a JOIN gateway_account g ON g.username = a.username WHERE g.merchant_id = ANY($1::uuid[])';

/** Moves the clock on. What becomes due is done when somebody works. */
export function jump(world: World, ms: number): void {
  world.clock.shiftMs += ms;
  shiftClock(world.clock.shiftMs);
}

/** One round of everything that happens without anybody asking: our worker's jobs, and the gateway's. The product checks its books when a program ends. */
export async function work(world: World): Promise<void> {
  const ours = jobs().filter(({ name }) => !isOfGateway(name) && name !== 'check invariants');
  const theirs = jobs().filter(({ name }) => isOfGateway(name));
  await Promise.all([
    inLife(async () => {
      await Promise.all(ours.map(({ run }) => attempt(world, run)));
      await backgroundDone();
    }),
    ...theirs.map(({ run }) => attempt(world, run)),
  ]);
  await world.idle();
}

const isOfGateway = (job: string): boolean => job.includes('sandbox');

async function attempt(world: World, run: () => Promise<unknown>): Promise<void> {
  await run().catch((error: unknown) => world.complaints.push({ level: 'error', message: 'a job failed', detail: String(error) }));
}

/** Waits for what the last command set off, so that the next one finds it done. */
export async function settleDown(world: World): Promise<void> {
  await inLife(backgroundDone);
  await world.idle();
}
