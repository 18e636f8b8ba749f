import type { JsonSchema } from './json-schema.ts';

type Named = Readonly<Record<string, JsonSchema>>;

const byFormat: Readonly<Record<string, string>> = {
  uuid: '0198c7a2-6c1e-7d3b-9f50-2b8a4e6d1c01',
  'date-time': '2026-11-28T12:00:00.000Z',
  uri: 'https://shop.example/page',
};

/** A value that fits a schema: its own example where it has one. Members that may be left out are shown when there is something to see. */
export function exampleOf(schema: JsonSchema, named: Named): unknown {
  const given = givenValue(schema);
  if (given !== undefined) return given;
  if (schema.$ref) return exampleOf(resolved(schema, named), named);
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice) return exampleOf(choice, named);
  switch (typeof schema.type === 'string' ? schema.type : (schema.type?.at(-1) ?? 'object')) {
    case 'object':
      return membersOf(schema, named);
    case 'array':
      return schema.prefixItems ? schema.prefixItems.map((item) => exampleOf(item, named)) : schema.items ? [exampleOf(schema.items, named)] : [];
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return byFormat[schema.format ?? ''] ?? '…';
  }
}

/** The schema behind a reference. */
export function resolved(schema: JsonSchema, named: Named): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (named[name] ?? {});
}

const givenValue = ({ examples, const: only, default: usual, enum: values }: JsonSchema): unknown => examples?.[0] ?? only ?? usual ?? values?.[0];

function membersOf(schema: JsonSchema, named: Named): Record<string, unknown> {
  const required = new Set(schema.required);
  const shown = Object.entries(schema.properties ?? {}).filter(([name, member]) => required.has(name) || hasExample(member, named));
  return Object.fromEntries(shown.map(([name, member]) => [name, exampleOf(member, named)]));
}

/** Whether there is anything of its own to show in a schema. */
function hasExample(schema: JsonSchema, named: Named): boolean {
  if (schema.examples || schema.default !== undefined) return true;
  const { properties = {}, items, oneOf = [], anyOf = [] } = resolved(schema, named);
  return [...Object.values(properties), ...(items ? [items] : []), ...oneOf, ...anyOf].some((part) => hasExample(part, named));
}
