// What a shop's module imports from `…/sdk/v1.mjs`.
import type { AltaPay as Api } from './altapay.d.ts';
import { makeAltaPay } from './make-altapay.ts';

export { AltaPayFactory } from './factory.ts';

export const AltaPay: Api = makeAltaPay(import.meta.url);
