import { z } from 'zod';
import { shiftClock } from '../clock.ts';
import { env } from '../env.ts';
import { refuseForeignPost } from '../http/form.ts';
import { explain } from '../http/problem.ts';
import { newId } from '../ids.ts';
import { type Account, authenticateAccount, basicChallenge } from './accounts.ts';
import { Decision, decideAsBank, OrderedFault } from './board-actions.ts';
import { isBoardForm, submitBoardForm } from './board-forms.ts';
import { orderFault } from './faults.ts';

/** At most a year either way. */
const Clock = z.object({ shiftMs: z.int().min(-31_622_400_000).max(31_622_400_000) });

/** Runs one call of the test board. True means done; false that the present state does not allow it. */
type Action = (account: Account, body: unknown) => Promise<boolean>;

const actions: Record<string, Action> = {
  decide: async (account, body) => decideAsBank(account, Decision.parse(body)),
  clock: async (_account, body) => {
    shiftClock(Clock.parse(body).shiftMs);
    return true;
  },
  fault: async (account, body) => orderFault(account.id, OrderedFault.parse(body)),
};

/**
 * A press on the fault board, or a test that steers the sandbox; Basic credentials of a sandbox account. A form is
 * answered with 303 back to the board, JSON with `{ok}`. Test mode only, and never for another site, which the
 * browser would give the credentials too.
 */
export async function answerBoard(request: Request, action: string): Promise<Response> {
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
  const isKnown = isForm ? isBoardForm(action) : Object.hasOwn(actions, action);
  if (env().MODE !== 'test' || !isKnown) return new Response(null, { status: 404 });
  const account = await authenticateAccount(request.headers.get('authorization'));
  if (!account) return new Response(null, { status: 401, headers: basicChallenge });
  try {
    if (isForm) return await submitBoardForm(account, action, request);
    refuseForeignPost(request);
    const isDone = await actions[action]?.(account, JSON.parse(await request.text()));
    return Response.json({ ok: isDone }, { status: isDone ? 200 : 409 });
  } catch (error) {
    if (error instanceof z.ZodError) return Response.json({ ok: false, error: z.prettifyError(error) }, { status: 422 });
    if (error instanceof SyntaxError) return Response.json({ ok: false, error: 'The body must be JSON' }, { status: 400 });
    return explain(error, request.headers.get('x-request-id') ?? newId());
  }
}
