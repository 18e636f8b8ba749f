import { exampleOf, resolved } from '#lib/openapi/example.ts';
import type { JsonSchema } from '#lib/openapi/json-schema.ts';
import type { Chance } from '../rounds.ts';
import { naughtyJson, naughtyTexts } from './naughty.ts';

type Named = Readonly<Record<string, JsonSchema>>;

/** A value that fits a schema; members that may be left out are there now and then. `know`: what really exists by that name. */
export function drawnValueOf(schema: JsonSchema, named: Named, chance: Chance, know: (name: string) => string | undefined, depth = 0): unknown {
  const real = resolved(schema, named);
  const choices = real.oneOf ?? real.anyOf;
  if (choices?.[0]) return drawnValueOf(chance.of([choices[0], ...choices.slice(1)]), named, chance, know, depth);
  if (real.enum?.length) return chance.of([real.enum[0], ...real.enum.slice(1)]);
  const [type] = [real.type ?? 'object'].flat();
  if (type === 'object' && real.properties && depth < 6) {
    const required = new Set(real.required);
    const members = Object.entries(real.properties).filter(([name]) => required.has(name) || chance.isOnce(0.4));
    return Object.fromEntries(members.map(([name, member]) => [name, know(name) ?? drawnValueOf(member, named, chance, know, depth + 1)]));
  }
  if (type === 'array' && real.items && depth < 6) {
    const { items } = real;
    return Array.from({ length: chance.whole(real.minItems ?? 0, 2) }, () => drawnValueOf(items, named, chance, know, depth + 1));
  }
  if ((type === 'integer' || type === 'number') && real.examples === undefined) return chance.whole(real.minimum ?? 0, Math.min(real.maximum ?? 500, 5_000));
  if (type === 'boolean') return chance.isOnce(0.5);
  return exampleOf(real, named);
}

type Spot = { holder: Record<string, unknown> | unknown[]; key: string };

/** Every place in a value that holds something. */
function spotsIn(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...spotsIn(holder[key])]);
}

/** What no database holds as text, and no UTF-8 as such: asked more often than the rest, since it goes wrong far behind the door. */
const unstorable = ['"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udc00x"'] as const;

const mark = 'here-goes-something-naughty';

/** JSON of a value with something naughty at one place, or a member more, or less. */
export function spoiledJson(value: unknown, chance: Chance): string {
  const copy = structuredClone(value);
  const spots = spotsIn(copy);
  const naughty = chance.isOnce(0.15) ? chance.of(unstorable) : chance.isOnce(0.5) ? JSON.stringify(chance.of(naughtyTexts)) : chance.of(naughtyJson);
  const [spot] = chance.shuffled(spots);
  if (!spot) return naughty;
  const { holder, key } = spot as { holder: Record<string, unknown>; key: string };
  const how = chance.whole(1, 10);
  if (how === 1) delete holder[key];
  else if (how === 2) holder[chance.of(naughtyTexts)] = mark;
  else if (how === 3) holder[key] = otherType(holder[key]);
  else holder[key] = mark;
  const text = JSON.stringify(copy).replace(JSON.stringify(mark), () => naughty);
  if (how === 4) return text.replace('{', () => `{${JSON.stringify(key)}:${naughty},`);
  return text;
}

function otherType(value: unknown): unknown {
  if (typeof value === 'string') return Number(value) || 0;
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? { ...value } : [value];
}
