import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { deliverDue, measureWaiting } from '../deliveries/deliver.ts';
import { env } from '../env.ts';
import { publishEvents } from '../events/publish-events.ts';
import { forgetOldKeys } from '../http/idempotency.ts';
import { checkInvariants } from '../invariants/check-invariants.ts';
import { expireLinks } from '../links/expire-links.ts';
import { expireSessions } from '../links/expire-sessions.ts';
import { log } from '../log.ts';
import { mailDueReceipts, measureWaitingMail } from '../mail/mail-receipts.ts';
import { mailSettings } from '../mail/mail-settings.ts';
import { refreshStaleMethods } from '../methods/refresh.ts';
import { askAboutDuePayments } from '../payments/ask-gateway.ts';
import { runDueOperations } from '../payments/operations.ts';
import { deliverSandboxNotifications } from '../sandbox-gateway/worker.ts';
import { backgroundDone } from './background.ts';

type Job = { name: string; everyMs: number; run: () => Promise<unknown> };

/** What has to happen without anybody asking. What must not be done twice is claimed row by row, so every process may run all of them. */
export const jobs = (): Job[] => [
  { name: 'publish events', everyMs: 250, run: publishAll },
  { name: 'deliver', everyMs: 250, run: () => deliverDue(100) },
  { name: 'ask about payments', everyMs: 1_000, run: () => askAboutDuePayments(20) },
  { name: 'run operations', everyMs: 1_000, run: () => runDueOperations(20) },
  { name: 'expire links', everyMs: 5_000, run: () => expireLinks(100) },
  { name: 'expire sessions', everyMs: 30_000, run: () => expireSessions(100) },
  { name: 'refresh payment methods', everyMs: 60_000, run: refreshStaleMethods },
  { name: 'measure deliveries', everyMs: 15_000, run: measureWaiting },
  { name: 'check invariants', everyMs: 300_000, run: checkInvariants },
  { name: 'forget idempotency keys', everyMs: 3_600_000, run: forgetOldKeys },
  ...(mailSettings()
    ? [
        { name: 'mail receipts', everyMs: 1_000, run: () => mailDueReceipts(5) },
        { name: 'measure mail', everyMs: 15_000, run: measureWaitingMail },
      ]
    : []),
  ...(env().MODE === 'test' ? [{ name: 'deliver sandbox notifications', everyMs: 500, run: deliverSandboxNotifications }] : []),
];

/** Few at a time: of each, fifty endpoints may be owed. */
async function publishAll(): Promise<void> {
  const [atOnce, rounds] = [200, 20];
  for (let round = 0; round < rounds && (await publishEvents(atOnce)) === atOnce; round += 1);
}

/** Runs every job in its own loop until stopped. A job that fails is told and runs again next time. */
export function startWorker(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const all = jobs();
  // Each loop listens; node takes more than ten listeners for a leak.
  setMaxListeners(all.length, stopping.signal);
  const loops = all.map((job) => repeat(job, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
      await backgroundDone();
    },
  };
}

async function repeat(job: Job, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await job.run();
      if (failures > 0) log().info({ job: job.name, failures }, 'a background job works again');
      failures = 0;
    } catch (error) {
      failures += 1;
      tellFailure(job, failures, error);
    }
    await pause(job.everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The first failure, then ever more rarely: an absent database must not fill the log. */
function tellFailure({ name }: Job, failures: number, error: unknown): void {
  const isTold = Number.isInteger(Math.log2(failures));
  if (isTold) log().error({ job: name, failures, error: error instanceof Error ? error.message : 'unknown' }, 'a background job failed; it runs again');
}
