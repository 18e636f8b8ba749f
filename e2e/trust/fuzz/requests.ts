import { gzipSync } from 'node:zlib';
import { openApi } from '#lib/openapi/document.ts';
import { resolved } from '#lib/openapi/example.ts';
import type { ApiOperation } from '#lib/openapi/open-api.ts';
import { routes } from '#lib/server/routes.ts';
import { anOrder } from '#lib/testing/orders.ts';
import type { Chance } from '../rounds.ts';
import { drawPlace, drawQuery, type Place } from './addresses.ts';
import { type Attack, bytesOf } from './attack.ts';
import { drawForm } from './forms.ts';
import { drawHeaders, drawOddHeaders, type Header, withWrongHost } from './headers.ts';
import { naughtyJson, naughtyTexts } from './naughty.ts';
import { naughtyParts } from './naughty-addresses.ts';
import type { Pools, Scene } from './scene.ts';
import { drawnValueOf, spoiledJson } from './values.ts';

/** Makes one request that is well framed, whatever is in it. */
type Make = (scene: Scene, chance: Chance) => Attack;

const description = openApi('http://localhost');
const named = description.components.schemas;

type Call = { method: string; path: string; operation: ApiOperation };

const calls = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]): Call => ({ method: method.toUpperCase(), path, operation: operation as ApiOperation })),
);
/** Drawing and printing is dear: asked for less often than the rest. */
const isDear = ({ path }: Call): boolean => /\.(?:pdf|png|svg|txt|csv)$/.test(path);
const drawn = [...calls, ...calls, ...calls, ...calls].filter((call, index) => index < calls.length || !isDear(call)) as [Call, ...Call[]];
const writing = drawn.filter(({ operation }) => operation.requestBody?.content['application/json']) as [Call, ...Call[]];

/** What really exists, by the names of members and parameters. */
const knower =
  (pools: Pools, chance: Chance) =>
  (name: string): string | undefined => {
    const key = name === 'methodId' ? 'paymentMethodId' : name;
    return key in pools ? chance.of(pools[key as keyof Pools]) : undefined;
  };

/** A body that fits what the description says of a call. */
function bodyFor({ operation, path }: Call, scene: Scene, chance: Chance): unknown {
  const content = operation.requestBody?.content['application/json'];
  if (!content) return {};
  const know = knower(scene.pools, chance);
  const drawnValue = drawnValueOf(content.schema, named, chance, (name) => (name === 'url' ? `${scene.shop.origin}/hooks` : know(name)));
  if (path.endsWith('/bulk') && chance.isOnce(0.8)) return [{ order: anOrder() }, {}];
  const takesOrder = 'order' in (resolved(content.schema, named).properties ?? {});
  // What is right but for one place goes deeper than what is wrong in several.
  if (takesOrder && chance.isOnce(0.5)) return { order: anOrder() };
  return takesOrder && chance.isOnce(0.8) ? { ...(drawnValue as object), order: anOrder() } : drawnValue;
}

const partsOf = (path: string, scene: Scene, chance: Chance, naughtyShare: number): string =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    if (chance.isOnce(naughtyShare)) return chance.of(naughtyParts);
    return name === 'file' ? 'v1.js' : (knower(scene.pools, chance)(name) ?? 'x');
  });

const queryNamesOf = ({ operation }: Call): string[] =>
  (operation.parameters ?? []).flatMap((parameter) => ('name' in parameter && parameter.in === 'query' ? [parameter.name] : []));

const json: Header = ['Content-Type', 'application/json'];

/** One request with its length told. */
function whole(kind: string, place: Pick<Place, 'door'>, asked: { method: string; path: string }, headers: readonly Header[], body?: Buffer): Attack {
  const framed: Header[] = body ? [...headers, ['Content-Length', String(body.length)]] : [...headers];
  return { kind, door: place.door, whole: asked, pieces: [bytesOf(asked, framed, body)] };
}

const keyed = (headers: Header[], chance: Chance): Header[] =>
  chance.isOnce(0.2) ? [...headers, ['Idempotency-Key', chance.isOnce(0.3) ? 'again' : `key-${chance.whole(1, 1_000_000)}`]] : headers;

function call(kind: string, scene: Scene, chance: Chance, of: Call, text: string | undefined): Attack {
  const door = 'publicUrl';
  const headers = keyed(drawHeaders(scene, door, chance, chance.isOnce(0.95)), chance);
  const query = of.method === 'GET' && chance.isOnce(0.5) ? drawQuery(scene.pools, chance, queryNamesOf(of)) : '';
  const asked = { method: of.method, path: `${partsOf(of.path, scene, chance, 0.03)}${query}` };
  return text === undefined ? whole(kind, { door }, asked, headers) : whole(kind, { door }, asked, [...headers, json], Buffer.from(text));
}

/** As described: most is taken, and done. */
const asDescribed: Make = (scene, chance) => {
  const of = chance.of(drawn);
  return call('as described', scene, chance, of, of.method === 'GET' ? undefined : JSON.stringify(bodyFor(of, scene, chance)));
};

/** As described but for one place. */
const spoiled: Make = (scene, chance) => {
  const of = chance.of(writing);
  return call('one thing wrong', scene, chance, of, spoiledJson(bodyFor(of, scene, chance), chance));
};

const otherJson = (text: string, chance: Chance): string =>
  chance.of<() => string>([
    () => chance.of(naughtyJson),
    () => JSON.stringify(chance.of(naughtyTexts)),
    () => text.slice(0, chance.whole(0, text.length)),
    () => `${text}${chance.of(['x', '}', ',', '\0', '{}', ' '])}`,
    () => `\ufeff${text}`,
    () => text.replaceAll('"', "'"),
    () => ' '.repeat(chance.whole(0, 1_000)),
    () => `[${Array.from({ length: chance.whole(1, 300) }, () => chance.of(naughtyJson.slice(0, 25) as ['0'])).join()}]`,
  ])();

/** Some JSON, or nearly. */
const someJson: Make = (scene, chance) => {
  const of = chance.of(writing);
  return call('other JSON', scene, chance, of, otherJson(JSON.stringify(bodyFor(of, scene, chance)), chance));
};

const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, '{'));
const types = [
  'text/plain',
  '',
  'application/json; charset=utf-16',
  'application/xml',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'image/png',
  'a/b;;;=',
  'application/JSON',
  '\xff',
];

/** A body in other bytes than its type says, or of another type. */
const otherMedia: Make = (scene, chance) => {
  const of = chance.of(drawn);
  const text = JSON.stringify(bodyFor(of, scene, chance));
  const body = chance.of<() => Buffer>([
    () => bomb,
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(text.replace('"', '"\xff\xfe\xed\xa0\x80'), 'latin1'),
    () => Buffer.from(text),
    () => Buffer.from(Array.from({ length: chance.whole(0, 2_000) }, () => chance.whole(0, 255))),
    () => Buffer.alloc(chance.isOnce(0.1) ? 262_145 : 5_000, ' '),
  ])();
  const type: Header = ['Content-Type', chance.isOnce(0.5) ? 'application/json' : (types[chance.whole(0, types.length - 1)] ?? '')];
  const headers = [...drawHeaders(scene, 'publicUrl', chance), type, ...(body === bomb ? [['Content-Encoding', 'gzip'] as const] : [])];
  return whole('another body than told', { door: 'publicUrl' }, { method: of.method, path: partsOf(of.path, scene, chance, 0) }, headers, body);
};

const readable = Object.keys(routes).filter((route) => routes[route]?.includes('GET')) as [string, ...string[]];

/** A page or a file as a browser asks for it. */
const asVisitor: Make = (scene, chance) => {
  const place = drawPlace(scene.pools, chance, 0, readable);
  const query = chance.isOnce(0.3) ? drawQuery(scene.pools, chance, ['pid', 'language', 'seen', 'from', 'screen']) : '';
  return whole('as a visitor', place, { method: 'GET', path: `${place.path}${query}` }, drawHeaders(scene, place.door, chance));
};

/** An address with odd parts, or an odd end. */
const oddPath: Make = (scene, chance) => {
  const place = drawPlace(scene.pools, chance, 0.6);
  return whole('odd address', place, { method: chance.of(['GET', 'GET', 'GET', 'HEAD', 'POST']), path: place.path }, drawHeaders(scene, place.door, chance));
};

const oddQuery: Make = (scene, chance) => {
  const place = drawPlace(scene.pools, chance, 0.02, readable);
  return whole('odd query', place, { method: 'GET', path: `${place.path}${drawQuery(scene.pools, chance, [])}` }, drawHeaders(scene, place.door, chance));
};

const oddHeaders: Make = (scene, chance) => {
  const place = drawPlace(scene.pools, chance, 0.02);
  const usual = [...drawHeaders(scene, place.door, chance), ...drawOddHeaders(chance)];
  const headers = chance.isOnce(0.15) ? withWrongHost(usual, chance) : chance.isOnce(0.1) ? [...usual, ...usual.slice(1)] : usual;
  return whole('odd headers', place, { method: chance.of(['GET', 'GET', 'HEAD', 'OPTIONS', 'POST']), path: place.path }, headers);
};

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'REPORT',
  'PURGE',
  'SEARCH',
  'LINK',
  'QUERY',
] as const;

/** Every method, with a body or none. */
const anyMethod: Make = (scene, chance) => {
  const place = drawPlace(scene.pools, chance, 0.02);
  const method = chance.of(methods);
  const headers = drawHeaders(scene, place.door, chance);
  if (chance.isOnce(0.5)) return whole('any method', place, { method, path: place.path }, headers);
  return whole('any method', place, { method, path: place.path }, [...headers, json], Buffer.from(spoiledJson({ a: 1 }, chance)));
};

/** A form as our pages, the gateway and its callers send it, with something naughty in it. */
const form: Make = (scene, chance) => {
  const { door, path, text, authorization } = drawForm(scene, chance);
  const headers: Header[] = [...drawHeaders(scene, door, chance, false), ['Content-Type', 'application/x-www-form-urlencoded']];
  if (authorization) headers.push(['Authorization', authorization]);
  return whole('form', { door }, { method: 'POST', path }, headers, Buffer.from(text, 'latin1'));
};

/** The kinds of request, and how often each is drawn. */
export const wholeKinds: readonly (readonly [weight: number, make: Make])[] = [
  [4, asDescribed],
  [20, spoiled],
  [8, someJson],
  [6, otherMedia],
  [4, asVisitor],
  [16, oddPath],
  [8, oddQuery],
  [12, oddHeaders],
  [10, anyMethod],
  [8, form],
];
