import { reads, writes } from '#lib/http/endpoint.ts';
import { createSessionContract } from '#lib/sessions/contract.ts';
import { listSessionsContract } from '#lib/sessions/list-contract.ts';
import { listSessions } from '#lib/sessions/list-sessions.ts';
import { createSession } from '#lib/sessions/sessions.ts';

export const GET = reads(listSessionsContract, ({ principal, query }) => listSessions(principal, query));
export const POST = writes(createSessionContract, (tx, { principal, body }) => createSession(tx, principal, body));
