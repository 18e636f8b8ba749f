import { acts } from '#lib/http/endpoint.ts';
import { refreshMethodsContract } from '#lib/methods/contract.ts';
import { refreshNow } from '#lib/methods/merchant-methods.ts';

export const POST = acts(refreshMethodsContract, ({ principal }) => refreshNow(principal));
