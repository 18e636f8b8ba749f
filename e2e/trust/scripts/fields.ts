import { openApi } from '#lib/openapi/document.ts';
import type { JsonSchema } from '#lib/openapi/json-schema.ts';
import type { Answer } from '../../fixtures/api.ts';
import type { Draw, Payload } from './payloads.ts';
import type { Filled, Sightings } from './sightings.ts';

const document = openApi('http://localhost');

/** The body of a call, as the API's own description has it. */
function bodyOf(method: 'post' | 'put' | 'patch', path: string): JsonSchema {
  const schema = document.paths[`/checkout/v1/api${path}`]?.[method]?.requestBody?.content['application/json']?.schema;
  if (!schema) throw new Error(`The description knows no body of ${method} ${path}`);
  return schema;
}

const usualLength = 255;

/** A payload for each text that a schema has, with nothing else in it. Texts that are one of a few words have no room for one. */
function filledWith(schema: JsonSchema, field: string, draw: (field: string, mostLength: number) => string | undefined): unknown {
  const { $ref, anyOf, oneOf, properties, items, additionalProperties, propertyNames, type, maxLength } = schema;
  if ($ref) return filledWith(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, field, draw);
  // Of a callback's two kinds the last: a function's name, which is a text of any kind. Addresses have a part of their own (redirects.ts).
  const choice = (anyOf ?? oneOf ?? []).filter((each) => each.type !== 'null').at(-1);
  if (choice) return { ...constantsOf(choice), ...(filledWith(choice, field, draw) as object) };
  if (properties) {
    const entries = Object.entries(properties).map(([name, each]) => [name, filledWith(each, `${field}/${name}`, draw)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (typeof additionalProperties === 'object')
    return {
      [draw(`${field}/(name)`, propertyNames?.maxLength ?? usualLength) ?? 'name']: draw(`${field}/(value)`, additionalProperties.maxLength ?? usualLength),
    };
  if (items) return definedList(filledWith(items, `${field}/0`, draw));
  const isText = [type].flat().includes('string') && !schema.enum && schema.const === undefined;
  return isText ? draw(field, maxLength ?? usualLength) : undefined;
}

const definedList = (member: unknown): unknown[] | undefined => (member === undefined ? undefined : [member]);

/** The fixed words of a choice: which one it is. */
const constantsOf = ({ properties = {} }: JsonSchema): object =>
  Object.fromEntries(Object.entries(properties).flatMap(([name, { const: fixed }]) => (fixed === undefined ? [] : [[name, fixed]])));

type Tree = { [name: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The second laid over the first, member by member. */
function laidOver(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (Array.isArray(base) && Array.isArray(over)) return base.map((each, index) => laidOver(each, over[index]));
  if (!isTree(base) || !isTree(over)) return over;
  return Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(over)])].map((name) => [name, laidOver(base[name], over[name])]));
}

/** Removes what a JSON pointer names. */
function drop(tree: unknown, pointer: string): void {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.pop();
  const owner = path.reduce<unknown>((at, step) => (isTree(at) ? at[step] : undefined), tree);
  if (isTree(owner) && name !== undefined) delete owner[name];
}

const mostTries = 12;

type Given = {
  what: string;
  method: 'post' | 'put' | 'patch';
  path: string;
  /** What the body needs beside the payloads. */
  base: object;
  /** What stays as the base has it, by its pointers. */
  keeps?: readonly string[];
  draw: Draw;
  sightings: Sightings;
  send: (body: unknown) => Promise<Answer>;
};

/**
 * Sends a call with a payload in every text that its contract has. What is refused, by its pointer, is left out and the
 * rest sent again, until it is taken: so a field that takes no markup says so itself.
 */
export async function sendFilled({ what, method, path, base, keeps = [], draw, sightings, send }: Given): Promise<{ answer: Answer; refused: string[] }> {
  const drawn = new Map<string, Filled>();
  const over = filledWith(bodyOf(method, path), '', (field, mostLength) => {
    const payload: Payload | undefined = draw.fitting(mostLength);
    if (payload) drawn.set(payload.mark, { ...payload, field: `${what}: ${field}` });
    return payload?.text;
  });
  for (const pointer of keeps) drop(over, pointer);
  const refused: string[] = [];
  for (let tries = 0; tries < mostTries; tries += 1) {
    const body = laidOver(base, over);
    const answer = await send(body);
    if (answer.status < 300) {
      const sent = JSON.stringify(body);
      for (const [mark, field] of drawn) if (sent.includes(mark)) sightings.filled.set(mark, field);
      return { answer, refused };
    }
    const pointers = ((answer.body.errors ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);
    if (pointers.length === 0) throw new Error(`${what} cannot be filled: ${answer.status} ${answer.text}`);
    for (const pointer of pointers) {
      // What is missed now that it is left out goes with what it is a part of.
      drop(over, refused.includes(`${what}: ${pointer}`) ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer);
      refused.push(`${what}: ${pointer}`);
    }
  }
  throw new Error(`${what} is refused whatever is left out`);
}
