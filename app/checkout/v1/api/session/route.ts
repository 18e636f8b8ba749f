import { writes } from '#lib/http/endpoint.ts';
import { createSessionContract } from '#lib/sessions/contract.ts';
import { createSession } from '#lib/sessions/sessions.ts';

export const POST = writes(createSessionContract, (tx, { principal, body }) => createSession(tx, principal, body));
