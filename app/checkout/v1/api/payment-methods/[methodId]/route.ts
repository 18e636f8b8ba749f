import { writes } from '#lib/http/endpoint.ts';
import { changeMethodContract } from '#lib/methods/contract.ts';
import { changeRules } from '#lib/methods/merchant-methods.ts';

export const PUT = writes(changeMethodContract, (tx, { principal, params, body }) => changeRules(tx, principal, params.methodId, body));
