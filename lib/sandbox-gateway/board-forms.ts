import { readOwnForm, seeOther } from '../http/form.ts';
import { isId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { Decision, decideAsBank, OrderedFault } from './board-actions.ts';
import type { FaultFields, FaultProblem } from './board-contract.ts';
import { endFault, orderFault } from './faults.ts';

type BoardForm = (account: Account, form: URLSearchParams) => Promise<Response>;

/** What the board's forms do, by the last part of their address. */
const boardForms: Record<string, BoardForm> = { decide, fault: switchOn, off: switchOff };

/** Whether there is a form of that name. */
export const isBoardForm = (action: string): boolean => Object.hasOwn(boardForms, action);

/** Carries out a form of the board's page, and leads back to the page. ApiError when another site sent it. */
export async function submitBoardForm(account: Account, action: string, request: Request): Promise<Response> {
  const form = await readOwnForm(request);
  const submit = boardForms[action];
  return submit ? submit(account, form) : new Response(null, { status: 404 });
}

/** Back to the very page of the board the form was on, which says what was done. */
function backToBoard(form: URLSearchParams, told: Record<string, string>, place: string): Response {
  const view = new URLSearchParams(form.get('view') ?? '');
  const query = new URLSearchParams();
  for (const name of ['find', 'before']) if (view.has(name)) query.set(name, view.get(name) ?? '');
  for (const [name, value] of Object.entries(told)) query.set(name, value);
  return seeOther(`/sandbox?${query}#${place}`);
}

async function decide(account: Account, form: URLSearchParams): Promise<Response> {
  const decision = Decision.safeParse({ transaction: form.get('transaction'), outcome: form.get('decision') });
  if (!decision.success) return backToBoard(form, {}, 'board');
  // Decided twice, or by two: the page says how it stands now, whoever was first.
  await decideAsBank(account, decision.data);
  return backToBoard(form, { decided: String(decision.data.transaction) }, 'news');
}

const longestField = 100;

function typedFields(form: URLSearchParams): FaultFields {
  const typed = (name: string): string => (form.get(name) ?? '').trim().slice(0, longestField);
  return { kind: typed('kind'), order: typed('order'), times: typed('times'), delay: typed('delay'), method: typed('method') };
}

async function switchOn(account: Account, form: URLSearchParams): Promise<Response> {
  const typed = typedFields(form);
  const { kind, order, times, delay, method } = typed;
  const fault = OrderedFault.safeParse({
    kind,
    method: method || null,
    order: order || null,
    // No number of times is none that could be left: until it is switched off.
    times: times === '' ? null : Number(times),
    delayMs: delay === '' ? undefined : Math.round(Number(delay.replace(',', '.')) * 1000),
  });
  const isNever = times !== '' && Number(times) === 0;
  const problems = [...(fault.success ? [] : problemsOf(fault.error.issues)), ...(isNever ? ['times' as const] : [])];
  if (!fault.success || isNever) return backToBoard(form, { problem: problems.join(','), ...typed }, 'switch-on');
  const isOn = await orderFault(account.id, fault.data);
  return isOn ? backToBoard(form, { on: kind }, 'news') : backToBoard(form, { problem: 'full', ...typed }, 'switch-on');
}

const fieldOf: Record<string, FaultProblem> = { kind: 'kind', order: 'order', times: 'times', delayMs: 'delay', method: 'method' };

const problemsOf = (issues: readonly { path: PropertyKey[] }[]): FaultProblem[] => [...new Set(issues.flatMap(({ path }) => fieldOf[String(path[0])] ?? []))];

async function switchOff(account: Account, form: URLSearchParams): Promise<Response> {
  const id = form.get('fault') ?? '';
  const kind = isId(id) ? await endFault(account.id, id) : undefined;
  return backToBoard(form, kind ? { off: kind } : {}, 'news');
}
