import { operations } from '#lib/openapi/operations.ts';
import { leavesOf, takesOnly } from '../leaves.ts';
import type { Ids, Party } from './victim.ts';

type Operation = (typeof operations)[number];

/** A request that names something of the victim's, and what the API's description says it is answered. */
export type Attack = { operation: Operation; path: string; body: object | undefined; names: readonly string[]; what: string };

export const nobody = '01890000-0000-7000-8000-000000000000';

/** What a call takes besides ids, so that only they stand against it. */
const otherwiseGood: Readonly<Record<string, object>> = {
  changeSession: { isNativeFlow: true },
  changeLink: { validityTime: 30_000 },
  capturePayment: { amount: { value: 1, currency: 'DKK' } },
  refundPayment: { amount: { value: 1, currency: 'DKK' } },
  changePaymentMethod: { rank: 7 },
  changeWebhookEndpoint: { description: 'taken over' },
  replayWebhookEndpoint: { since: '2026-01-01T00:00:00Z' },
  extendLink: { extensions: 0 },
};

const paramsOf = ({ path }: Operation): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** Members of a body that take an id and nothing else, however they are named. */
const idsInBody = ({ contract }: Operation): string[] =>
  leavesOf(contract.body)
    .filter((leaf) => takesOnly(leaf, nobody, 'no id'))
    .map(({ pointer }) => pointer.slice(1));

const isUpload = ({ contract }: Operation): boolean => 'uploads' in contract || ('takes' in contract && contract.takes !== undefined);

/** Requests to every call of the API with ids in its path or body: each of them the victim's, and all of them. */
export function attacksOn(victim: Ids, own: Ids): Attack[] {
  return operations.flatMap((operation) => {
    const names = [...paramsOf(operation), ...idsInBody(operation)];
    const chosen = subsets(names);
    return chosen.map((theirs) => attack(operation, theirs, (name) => (theirs.includes(name) ? victim[name] : own[name]) ?? nobody));
  });
}

/** The same request about nobody's ids: it must be answered alike. */
export const aboutNobody = ({ operation, names }: Attack, own: Ids): Attack =>
  attack(operation, names, (name) => (names.includes(name) ? nobody : (own[name] ?? nobody)));

function attack(operation: Operation, names: readonly string[], idOf: (name: string) => string): Attack {
  const path = operation.path.replace('/checkout/v1/api', '').replaceAll(/\{(\w+)\}/g, (_match, name: string) => idOf(name));
  const ids = Object.fromEntries(idsInBody(operation).map((name) => [name, idOf(name)]));
  const body = operation.method === 'GET' ? undefined : { ...otherwiseGood[operation.id], ...ids };
  return { operation, path, body, names, what: `${operation.id} with the victim’s ${names.join(' and ')}` };
}

/** Every choice of at least one. */
const subsets = (names: readonly string[]): string[][] =>
  Array.from({ length: 2 ** names.length - 1 }, (_, index) => names.filter((_name, bit) => ((index + 1) >> bit) & 1));

/** What is put into a query that finds rows, by its name; the texts that name nothing are left as they are. */
const foundBy = (victim: Party): Readonly<Record<string, string>> => ({
  sessionId: victim.ids.sessionId ?? '',
  endpointId: victim.ids.endpointId ?? '',
  eventId: victim.ids.eventId ?? '',
  supportCode: victim.supportCode,
  orderId: victim.orderId,
  email: victim.email,
  q: victim.mark,
});

/** Parameters that name nobody's thing: how much, in which order, between which times, how it looks. */
const harmless = new Set([
  ...['group', 'currency', 'amountFrom', 'amountTo', 'createdFrom', 'createdTo', 'expiresFrom', 'expiresTo', 'status', 'kind', 'sort', 'limit', 'count'],
  ...['quietZone', 'errorCorrection', 'distance', 'foreground', 'background', 'logo', 'size', 'ground', 'format', 'amount'],
  ...['explain', 'userAgent', 'language', 'seen'],
]);
/** Places in a list; lists.ts tries them one by one. */
const places = new Set(['cursor', 'before', 'after', 'afterSequence']);

/** Paths of lists and exports that ask for what is the victim's, by every parameter that could find it. */
export function queriesFor(victim: Party): { operation: Operation; path: string }[] {
  const texts = foundBy(victim);
  return operations
    .filter((operation) => operation.method === 'GET' && paramsOf(operation).length === 0)
    .flatMap((operation) => {
      const base = operation.path.replace('/checkout/v1/api', '');
      const found = parametersOf(operation).filter((name) => name in texts);
      return [base, ...found.map((name) => `${base}?${new URLSearchParams({ [name]: texts[name] ?? '' })}`)].map((path) => ({ operation, path }));
    });
}

const parametersOf = ({ contract }: Operation): string[] => Object.keys(('query' in contract && contract.query) || {});

/** Sentences about what the API takes and this run knows nothing of. */
export function missingFromMatrix(victim: Party): string[] {
  const [ids, texts] = [victim.ids, foundBy(victim)];
  return operations.flatMap((operation) => {
    const inPath = [...paramsOf(operation), ...idsInBody(operation)].filter((name) => !ids[name]);
    const inQuery = parametersOf(operation).filter((name) => !(name in texts) && !harmless.has(name) && !places.has(name));
    const isWithoutBody = operation.method === 'GET' || operation.contract.ignoresBody || isUpload(operation);
    const needsMore = paramsOf(operation).length > 0 && !isWithoutBody && !takesBody(operation);
    return [
      ...[...inPath, ...inQuery].map((name) => `${operation.id} takes ${name}, which is not in the matrix`),
      ...(needsMore ? [`${operation.id} takes a body that is not in the matrix`] : []),
    ];
  });
}

/** Whether the body that is sent is a good one: else it would be refused for that, and nothing be known of its ids. */
function takesBody(operation: Operation): boolean {
  const ids = Object.fromEntries(idsInBody(operation).map((name) => [name, nobody]));
  return operation.contract.body.safeParse({ ...otherwiseGood[operation.id], ...ids }).success;
}
