import { db } from '../db/client.ts';
import { env } from '../env.ts';
import { testCards } from './cards.ts';
import type { SandboxOverview } from './page-contract.ts';
import { factsOf, loadSandboxPage } from './payment-page.ts';
import { triggerAmounts } from './trigger-amounts.ts';

const maximumWaiting = 20;

/**
 * What a tester can do at the sandbox, with the newest payments that wait for a decision. `decidedPid` is the
 * payment a form was just sent for. Undefined in live mode. Writes nothing.
 */
export async function loadOverview(decidedPid: string | undefined): Promise<SandboxOverview | undefined> {
  if (env().MODE !== 'test') return undefined;
  const pending = await db().sandboxTransaction.findMany({
    where: { status: 'pending' },
    include: { request: { include: { account: true } } },
    orderBy: { id: 'desc' },
    take: maximumWaiting,
  });
  const page = decidedPid === undefined ? undefined : await loadSandboxPage(decidedPid);
  return {
    cards: testCards,
    amounts: triggerAmounts,
    waiting: pending.map(({ request }) => factsOf(request)),
    decided: page?.state === 'done' ? page : undefined,
  };
}
