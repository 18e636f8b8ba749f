import { z } from 'zod';
import { shiftClock } from '../clock.ts';
import { db } from '../db/client.ts';
import { env } from '../env.ts';
import { type Account, authenticateAccount } from './accounts.ts';
import { chargeBack, decideTransaction } from './decisions.ts';
import { Fault, setFault } from './faults.ts';

/** A transaction by its TransactionId. */
const Decision = z.object({
  transaction: z.union([z.string().regex(/^\d{1,18}$/), z.int().positive()]).transform((id) => BigInt(id)),
  outcome: z.enum(['approve', 'decline', 'chargeback']),
});

/** At most a year either way. */
const Clock = z.object({ shiftMs: z.int().min(-31_622_400_000).max(31_622_400_000) });

/** Runs one call of the test board. True means done; false that the present state does not allow it. */
type Action = (account: Account, body: unknown) => Promise<boolean>;

const actions: Record<string, Action> = { decide, clock: moveClock, fault: orderFault };

/** The board by which tests steer the sandbox: JSON in, `{ok}` out, Basic credentials of a sandbox account. Test mode only. */
export async function answerBoard(request: Request, action: string): Promise<Response> {
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (env().MODE !== 'test' || !run) return new Response(null, { status: 404 });
  const account = await authenticateAccount(request.headers.get('authorization'));
  if (!account) return new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic realm="AltaPay sandbox"' } });
  try {
    const isDone = await run(account, JSON.parse(await request.text()));
    return Response.json({ ok: isDone }, { status: isDone ? 200 : 409 });
  } catch (error) {
    if (error instanceof z.ZodError) return Response.json({ ok: false, error: z.prettifyError(error) }, { status: 422 });
    if (error instanceof SyntaxError) return Response.json({ ok: false, error: 'The body must be JSON' }, { status: 400 });
    throw error;
  }
}

async function decide(account: Account, body: unknown): Promise<boolean> {
  const { transaction: id, outcome } = Decision.parse(body);
  const own = await db().sandboxTransaction.findFirst({ where: { id, accountId: account.id }, select: { id: true } });
  if (!own) return false;
  return outcome === 'chargeback' ? chargeBack(id) : decideTransaction(id, outcome);
}

async function moveClock(_account: Account, body: unknown): Promise<boolean> {
  shiftClock(Clock.parse(body).shiftMs);
  return true;
}

async function orderFault(_account: Account, body: unknown): Promise<boolean> {
  setFault(Fault.parse(body));
  return true;
}
