import { z } from 'zod';
import { invariant } from '../errors.ts';

/** A schema of OpenAPI 3.1 (JSON Schema 2020-12), as far as ours go. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  format?: string;
  pattern?: string;
  contentEncoding?: string;
  contentMediaType?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  propertyNames?: JsonSchema;
};

type Raw = JsonSchema & { $schema?: string; $defs?: Record<string, Raw>; not?: object; example?: unknown };

/** Schemas that are named (`.meta({ id })`) and what refers to them. */
export type Components = { schemas: Record<string, JsonSchema>; refer: (schema: z.ZodType) => JsonSchema };

/**
 * Makes JSON Schema of our zod schemas. A request and an answer share one form: what may be left out may also be null
 * in a request, which the document says once in words, so that a name stands for one shape.
 */
export function makeComponents(): Components {
  const schemas: Record<string, JsonSchema> = {};
  const refer = (schema: z.ZodType): JsonSchema => {
    const { $schema: _dialect, $defs = {}, ...root } = convert(schema);
    for (const [name, definition] of Object.entries($defs)) {
      const tidied = tidy(definition);
      const known = schemas[name];
      invariant(!known || JSON.stringify(known) === JSON.stringify(tidied), `one schema is named ${name}`);
      schemas[name] = tidied;
    }
    return tidy(root);
  };
  return { schemas, refer };
}

/** The input form also of answers: what our transforms make of it is what they take (a currency in capitals). */
function convert(schema: z.ZodType): Raw {
  return z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any', override: withoutNull }) as Raw;
}

/** A member made by `optional` or `defaulted` (lib/http/fields.ts): its own schema, with the default that takes its place. */
function withoutNull({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { def } = zodSchema._zod;
  if (def.type !== 'pipe' || def.in._zod.def.type !== 'optional' || def.out._zod.def.type !== 'transform') return;
  const [inner, none] = (jsonSchema.anyOf ?? []) as z.core.JSONSchema.BaseSchema[];
  if (!inner || none?.type !== 'null') return;
  delete jsonSchema.anyOf;
  for (const [key, value] of Object.entries(inner)) if (!(key in jsonSchema)) jsonSchema[key] = value;
  const usual = z.safeParse(zodSchema, undefined).data;
  if (usual !== undefined) jsonSchema.default = usual as never;
}

/** Formats that say all that their long patterns say. */
const knownFormats = new Set(['uuid', 'date-time', 'uri']);

/** The same for readers: names refer to the document's components, nothing says what is said already. */
function tidy(raw: Raw): JsonSchema {
  const { not: _absent, example, ...schema } = raw;
  if (schema.$ref) schema.$ref = schema.$ref.replace(/^#\/\$defs\//, '#/components/schemas/');
  if (example !== undefined) schema.examples = [example];
  if (schema.format === 'base64') Object.assign(schema, { contentEncoding: 'base64', format: undefined, pattern: undefined });
  if (schema.type === 'integer' || (schema.format && knownFormats.has(schema.format))) delete schema.pattern;
  if (schema.minLength === 0) delete schema.minLength;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.properties) Object.assign(schema, tidyMembers(schema.properties, schema.required));
  if (schema.items) schema.items = tidy(schema.items);
  if (typeof schema.additionalProperties === 'object') schema.additionalProperties = tidy(schema.additionalProperties);
  if (schema.anyOf) orNull(schema);
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const) if (schema[key]) schema[key] = schema[key].map(tidy);
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

/** Members that must be absent are not shown. */
function tidyMembers(members: Record<string, Raw>, required: string[] | undefined): Pick<JsonSchema, 'properties' | 'required'> {
  const shown = Object.entries(members).filter(([, member]) => !member.not);
  return { properties: Object.fromEntries(shown.map(([name, member]) => [name, tidy(member)])), ...(required && { required }) };
}

/** "This or null" as one schema, where this has no name of its own. */
function orNull(schema: Raw): void {
  const [inner, none, ...more] = schema.anyOf ?? [];
  if (typeof inner?.type !== 'string' || none?.type !== 'null' || more.length > 0) return;
  delete schema.anyOf;
  const { enum: values, ...rest } = inner;
  Object.assign(schema, { ...tidy(rest), ...schema, type: [inner.type, 'null'], ...(values && { enum: [...values, null] }) });
}
