import { resolved } from './example.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Field, TypeName } from './reference-contract.ts';

type Named = Readonly<Record<string, JsonSchema>>;

export const schemaAnchor = (name: string): string => `schema-${name}`;

/** What a schema's value is, in a word or two. */
export function typeName(schema: JsonSchema): TypeName {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return { text: name, anchor: schemaAnchor(name) };
  const [choice, other] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice && other) {
    const first = typeName(choice);
    return { ...first, text: `${first.text} or ${other.type === 'null' ? 'null' : typeName(other).text}` };
  }
  const types = [schema.type ?? 'any'].flat();
  if (types.includes('array') && schema.items) {
    const item = typeName(schema.items);
    return { ...item, text: [`list of ${item.text}`, ...types.filter((type) => type !== 'array')].join(' or ') };
  }
  if (types.includes('object') && typeof schema.additionalProperties === 'object') return { text: 'map', anchor: undefined };
  return { text: types.map((type) => (type === 'string' ? wordFor(schema) : type)).join(' or '), anchor: undefined };
}

const words: Readonly<Record<string, string>> = { uuid: 'uuid', 'date-time': 'date-time', uri: 'address' };

const wordFor = ({ format, contentEncoding }: JsonSchema): string => words[format ?? ''] ?? (contentEncoding ? 'base64' : 'string');

/** Bounds, values and default of a schema, in words. */
function limitsOf(schema: JsonSchema): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, enum: values, const: only, default: usual } = schema;
  return [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' entries'),
    values &&
      `one of ${values
        .filter((value) => value !== null)
        .map((value) => `\`${value}\``)
        .join(', ')}`,
    only !== undefined && `always \`${JSON.stringify(only)}\``,
    usual !== undefined && `default \`${JSON.stringify(usual)}\``,
  ].filter((words) => typeof words === 'string');
}

function range(least: number | undefined, most: number | undefined, what: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  if (least === undefined) return `at most ${most}${what}`;
  return most === undefined ? `at least ${least}${what}` : `${least} to ${most}${what}`;
}

type Options = { named: Named /** Objects with a name are shown in full, too. */; isWhole: boolean };

/** The members of an object's schema, those of its members within; none when it is no object. */
export function fieldsOf(schema: JsonSchema, { named, isWhole }: Options, depth = 0): Field[] {
  const { properties = {}, required = [] } = objectOf(schema, named, isWhole || depth === 0) ?? {};
  const isDeep = depth >= 4;
  return Object.entries(properties).map(([name, member]) => ({
    ...fieldOf(name, member, required.includes(name), named),
    fields: isDeep ? [] : fieldsOf(member, { named, isWhole }, depth + 1),
  }));
}

/** One member, without those within it. */
export function fieldOf(name: string, member: JsonSchema, isRequired: boolean, named: Named): Field {
  const description = member.description ?? resolved(member, named).description;
  const example = member.examples?.[0];
  const limits = limitsOf(member.$ref ? { ...(resolved(member, named).type === 'string' && resolved(member, named)) } : member);
  return { name, type: typeName(member), isRequired, description, limits, fields: [], example: example === undefined ? undefined : JSON.stringify(example) };
}

/** The object that a schema is, or a list of it has; what has a name only when it is wanted. */
function objectOf(schema: JsonSchema, named: Named, isWhole: boolean): JsonSchema | undefined {
  if (schema.$ref) return isWhole ? objectOf(resolved(schema, named), named, false) : undefined;
  if (schema.properties) return schema;
  const within = schema.items ?? schema.anyOf?.find(({ type }) => type !== 'null');
  return within ? objectOf(within, named, isWhole) : undefined;
}
