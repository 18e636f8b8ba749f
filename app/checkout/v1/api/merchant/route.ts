import { reads, writes } from '#lib/http/endpoint.ts';
import { changeMerchantContract, getMerchantContract } from '#lib/merchants/brand-contract.ts';
import { changeBrand, readMerchant } from '#lib/merchants/change-brand.ts';

export const GET = reads(getMerchantContract, ({ principal }) => readMerchant(principal));
export const PATCH = writes(changeMerchantContract, (tx, { principal, body }) => changeBrand(tx, principal.merchantId, body, 'merchant'));
