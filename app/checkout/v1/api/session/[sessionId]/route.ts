import { reads, writes } from '#lib/http/endpoint.ts';
import { changeSessionContract, getSessionContract } from '#lib/sessions/contract.ts';
import { sessionAnswer } from '#lib/sessions/session-answer.ts';
import { changeSession, getSession } from '#lib/sessions/sessions.ts';

export const GET = reads(getSessionContract, async ({ principal, params }) => sessionAnswer(await getSession(principal, params.sessionId)));

export const PUT = writes(changeSessionContract, (tx, { principal, params, body }) => changeSession(tx, principal, params.sessionId, body));
