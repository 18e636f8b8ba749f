import { operations } from '#lib/openapi/operations.ts';
import { anOrder } from '#lib/testing/orders.ts';
import type { Answer } from '../../fixtures/api.ts';
import { openSession } from '../../fixtures/payer.ts';
import { leavesOf, takesOnly } from '../leaves.ts';
import { anEndpoint, type Ground } from './ground.ts';

/** A place where a merchant names an address that we shall call: the call's operationId and where its body has it. */
export type Door = { operation: string; pointer: string; take: (address: string) => Promise<Answer> };

/** Every such place. */
export async function doorsOf(ground: Ground): Promise<Door[]> {
  const { shop } = ground;
  const kept = await openSession(shop, { order: anOrder(), callbacks: { notification: 'https://shop.example/kept' } });
  const endpoint = await anEndpoint(ground);
  const callbacksOf = (operation: string, send: (callbacks: object) => Promise<Answer>): Door[] => [
    { operation, pointer: '/callbacks/notification', take: (notification) => send({ notification }) },
    { operation, pointer: '/callbacks/success/value', take: (value) => send({ success: { type: 'URL', value } }) },
    { operation, pointer: '/callbacks/failure/value', take: (value) => send({ failure: { type: 'URL', value } }) },
  ];
  return [
    ...callbacksOf('createSession', (callbacks) => shop.api('POST', '/session', { order: anOrder(), callbacks })),
    ...callbacksOf('changeSession', (callbacks) => shop.api('PUT', `/session/${kept}`, { callbacks })),
    ...callbacksOf('createSessionWithLink', (callbacks) => shop.api('POST', '/link', { order: anOrder(), callbacks })),
    ...callbacksOf('createLinksInBulk', (callbacks) => oneOfMany(ground, callbacks)),
    { operation: 'registerWebhookEndpoint', pointer: '/url', take: (url) => shop.api('POST', '/webhooks', { url }) },
    { operation: 'changeWebhookEndpoint', pointer: '/url', take: (url) => shop.api('PATCH', `/webhooks/${endpoint}`, { url }) },
  ];
}

let lines = 0;

/** What a line of a bulk call is answered, as if it had been a call of its own. */
async function oneOfMany({ shop }: Ground, callbacks: object): Promise<Answer> {
  lines += 1;
  const answer = await shop.api('POST', '/link/bulk', [{ order: anOrder(), callbacks }], { 'idempotency-key': `addresses-${lines}` });
  const { status, problem } = JSON.parse(answer.text) as { status: number; problem?: Record<string, unknown> };
  return { ...answer, status, body: problem ?? {} };
}

/** What is wrong when a door took an unsafe address, or refused it in other words than for this very field. */
export function tookUnsafe({ operation, pointer }: Door, address: string, { status, body, text }: Answer): string[] {
  const pointers = ((body.errors ?? []) as { pointer: string }[]).map((error) => error.pointer);
  const isRefused = status === 422 && body.code === 'invalid_field' && pointers.join() === pointer;
  return isRefused ? [] : [`${operation} ${pointer} took ${JSON.stringify(address)}: ${status} ${text.slice(0, 200)}`];
}

/** Addresses that are never called, by their place in any call or in this one; and why. */
const neverCalled: Readonly<Record<string, string>> = {
  '/callbacks/formStyling': 'kept for AltaPay’s clients and given back; nothing reads it',
  '/callbacks/redirect': 'the customer’s browser goes there; it must lie on a registered origin',
  'createLink /url': 'the merchant’s own page, which the customer’s browser opens; it must lie on a registered origin',
  'reissueLink /url': 'the same',
  'createSessionWithLink /link/url': 'the same',
  'changeMerchant /website': 'a link on pages and receipts, for the customer’s browser',
  'changeMerchant /termsUrl': 'the same',
  'changeMerchant /privacyUrl': 'the same',
  'changeMerchant /legalAddress': 'where the merchant has its seat: words on receipts',
  'exchangeLink /paymentLink': 'read for its token, and never opened',
};

const namesAnAddress = /(?:url|uri|href|link|address|redirect|notification|callback|webhook|website|host|origin|endpoint)$/i;

/** Sentences about fields of the API that hold an address and are neither a door of this run nor known to be called by nobody. */
export function unknownFields(doors: readonly Door[]): string[] {
  return operations.flatMap(({ id, contract }) => {
    const leaves = leavesOf(contract.body).filter((leaf) => takesOnly(leaf, 'https://shop.example/x', 'no address') || namesAnAddress.test(leaf.pointer));
    // Who reads the body by hand says nothing of its fields: some door must be there.
    const byHand = 'takes' in contract && contract.takes !== undefined && !doors.some(({ operation }) => operation === id) ? ['(its own body)'] : [];
    const isKnown = (pointer: string): boolean =>
      pointer in neverCalled || `${id} ${pointer}` in neverCalled || doors.some((door) => door.operation === id && door.pointer === pointer);
    const unknown = [...new Set(leaves.map(({ pointer }) => pointer))].filter((pointer) => !isKnown(pointer));
    return [...unknown, ...byHand].map((pointer) => `${id} ${pointer} is not among the doors, nor among what is never called`);
  });
}
