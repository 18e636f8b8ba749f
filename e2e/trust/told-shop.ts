import type { Shop } from '../fixtures/shop.ts';

/** One callback as the shop read it: where, about which payment, and how it ended. */
export type ToldShop = { path: string; paymentId: string; status: string };

/** Takes what the shop has received since the last look; bodies are long, and only this is kept of them. */
export const takeTold = ({ callbacks }: Shop): ToldShop[] =>
  callbacks.splice(0).map(({ path, body }) => {
    const fields = new URLSearchParams(body);
    return { path, paymentId: fields.get('payment_id') ?? '', status: fields.get('status') ?? '' };
  });
