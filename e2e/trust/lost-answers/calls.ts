import { keepsAnswer } from '#lib/openapi/operation.ts';
import { operations } from '#lib/openapi/operations.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { tokenOf } from '../../fixtures/api.ts';
import { type Good, goodRequests, type Scene } from '../../fixtures/good-requests.ts';
import { methodId } from '../../fixtures/payer.ts';
import type { Sent } from './broken-line.ts';

/** A merchant's token, asked for once: a password is slow to check, on purpose. */
export type TokenScene = Scene & { token: string };

/** Opens a scene for a merchant. */
export const withToken = async (scene: Scene): Promise<TokenScene> => ({
  ...scene,
  token: `Bearer ${await tokenOf(scene.server, scene.shop, '?group=Management')}`,
});

/** A call whose answer is kept under a key that it brings. */
export type Call = {
  name: string;
  status: number;
  make: (scene: TokenScene, key: string) => Promise<Sent>;
  /** The same key with another body, where that is refused. */
  changed?: (sent: Sent) => Sent;
};

const api = '/checkout/v1/api';

const asSent = ({ token }: TokenScene, { path, body, authorization = 'Basic', headers = {} }: Good, key: string): Sent => ({
  path: `${api}${path}`,
  headers: { ...headers, authorization: authorization.startsWith('Basic') ? token : authorization, 'content-type': 'application/json', 'idempotency-key': key },
  body: JSON.stringify(body ?? {}),
});

/** To JSON it is the same; but not byte for byte, and a caller who sends other bytes has made another request. */
const changed = (sent: Sent): Sent => ({ ...sent, body: `${sent.body} ` });

/** Every call of the API's description that keeps its answer. */
const described: Call[] = operations.filter(keepsAnswer).map(({ id, contract }) => ({
  name: id,
  status: contract.status,
  changed,
  make: async (scene, key) => {
    const make = goodRequests[id];
    if (!make) throw new Error(`There is no good request for ${id}`);
    return asSent(scene, await make(scene), key);
  },
}));

/** A bulk call keeps an answer for each of its lines. */
const bulk: Call = {
  name: 'createLinksInBulk',
  status: 200,
  make: async (scene, key) => {
    const lines = Array.from({ length: 6 }, (_, index) => ({ order: anOrder({ orderId: `bulk-${index}` }) }));
    return asSent(scene, { path: '/link/bulk', body: lines }, key);
  },
};

/** The form of the payment page names its press itself. */
const press: Call = {
  name: 'the press on the page',
  status: 303,
  make: async ({ server, shop }, key) => {
    const { sessionId, paymentLink } = await shop.link();
    const form = new URLSearchParams({ method: await methodId(shop, sessionId, 'CARD'), intent: key, revision: '0', language: 'en' });
    const headers = { origin: server.publicUrl, 'content-type': 'application/x-www-form-urlencoded' };
    return { path: `${new URL(paymentLink).pathname}/payments`, headers, body: form.toString() };
  },
};

export const calls: readonly Call[] = [...described, bulk, press];
