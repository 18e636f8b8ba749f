import { reads } from '#lib/http/endpoint.ts';
import { listMerchantMethodsContract } from '#lib/methods/contract.ts';
import { listMerchantMethods } from '#lib/methods/merchant-methods.ts';

export const GET = reads(listMerchantMethodsContract, ({ principal }) => listMerchantMethods(principal));
