import { randomUUID } from 'node:crypto';
import { anOrder } from '#lib/testing/orders.ts';
import type { Answer } from '../../fixtures/api.ts';
import type { Scene } from './scene.ts';

type Bag = Record<string, unknown>;

/**
 * A place where a merchant gives an address. `kept`: the same address in the answer, read back. `isCalled`: the service
 * alone goes there, never a customer; whom it may call is a run of its own (addresses.ts).
 */
export type Place = { name: string; isCalled: boolean; send: (address: string) => Promise<Answer>; kept: (body: Bag) => unknown };

const at = (body: unknown, ...path: string[]): unknown => path.reduce<unknown>((tree, name) => (tree as Bag | undefined)?.[name], body);

const csvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

type Given = { sessionId: string; linkId: string };

/** Every place of the API that takes the address of a page, as the contracts have them. */
export const places = (scene: Scene, given: Given): Place[] => [
  ...callbackPlaces(scene, given, 'redirect'),
  ...callbackPlaces(scene, given, 'notification'),
  ...callbackPlaces(scene, given, 'formStyling'),
  ...callbackPlaces(scene, given, 'success'),
  ...callbackPlaces(scene, given, 'failure'),
  ...linkPlaces(scene, given),
  ...bulkPlaces(scene),
];

/** A member of a session's callbacks: of a new one, a changed one, and one that comes with its link. */
function callbackPlaces({ shop }: Scene, { sessionId }: Given, member: string): Place[] {
  const isTarget = member === 'success' || member === 'failure';
  const body = (value: string) => ({ order: anOrder(), callbacks: { [member]: isTarget ? { type: 'URL', value } : value } });
  const kept = (tree: unknown): unknown => at(tree, 'callbacks', member, ...(isTarget ? ['value'] : []));
  const isCalled = member !== 'redirect';
  return [
    { name: `${member} of a new session`, isCalled, send: (address) => shop.api('POST', '/session', body(address)), kept },
    { name: `${member} of a changed session`, isCalled, send: (address) => shop.api('PUT', `/session/${sessionId}`, body(address)), kept },
    { name: `${member} of a session with its link`, isCalled, send: (address) => shop.api('POST', '/link', body(address)), kept: (all) => kept(all.session) },
  ];
}

/** A link's own address: the shop's page that it leads to. */
function linkPlaces({ shop }: Scene, { sessionId, linkId }: Given): Place[] {
  const kept = (body: Bag): unknown => body.paymentLink;
  return [
    { name: 'url of a new link', isCalled: false, send: (url) => shop.api('POST', `/session/${sessionId}/link`, { url }), kept },
    { name: 'url of a link made anew', isCalled: false, send: (url) => shop.api('POST', `/link/${linkId}/reissue`, { url }), kept },
    {
      name: 'url of a session with its link',
      isCalled: false,
      send: (url) => shop.api('POST', '/link', { order: anOrder(), link: { url } }),
      kept: ({ link }) => at(link, 'paymentLink'),
    },
  ];
}

function bulkPlaces({ shop }: Scene): Place[] {
  const bulk = async (type: string, body: string): Promise<Answer> => {
    const answer = await shop.api('POST', '/link/bulk', body, { 'content-type': type, 'idempotency-key': randomUUID() });
    if (answer.status !== 200) return answer;
    const line = JSON.parse(answer.text.trim().split('\n')[0] ?? '{}') as { status: number } & Bag;
    return { ...answer, status: line.status, body: line };
  };
  const rowOf = (column: string, address: string): string => `orderId,amount,currency,description,${column}\nA-1,10,DKK,Mug,${csvCell(address)}\n`;
  const order = anOrder();
  const asJson = { url: (url: string) => ({ order, link: { url } }), redirect: (redirect: string) => ({ order, callbacks: { redirect } }) };
  return (['url', 'redirect'] as const).flatMap((name): Place[] => {
    const kept = (line: Bag): unknown => (name === 'url' ? at(line, 'link', 'paymentLink') : at(line, 'session', 'callbacks', name));
    return [
      { name: `${name} in bulk, JSON`, isCalled: false, send: (address) => bulk('application/json', JSON.stringify([asJson[name](address)])), kept },
      { name: `${name} in bulk, NDJSON`, isCalled: false, send: (address) => bulk('application/x-ndjson', JSON.stringify(asJson[name](address))), kept },
      { name: `${name} in bulk, CSV`, isCalled: false, send: (address) => bulk('text/csv', rowOf(name, address)), kept },
    ];
  });
}
