import { writes } from '#lib/http/endpoint.ts';
import { cancelSession } from '#lib/links/cancel-link.ts';
import { cancelSessionContract } from '#lib/sessions/contract.ts';

export const POST = writes(cancelSessionContract, (tx, { principal, params }) => cancelSession(tx, principal, params.sessionId));
