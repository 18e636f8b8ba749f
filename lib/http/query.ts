import { z } from 'zod';
import { parseFields } from './request-body.ts';

/**
 * The parameters of a request's query, parsed; 422 with the pointer of the wrong one. A parameter given twice, or one
 * that is not known, is wrong too: a filter that is silently not applied would answer what was not asked for. With
 * `ignoresOthers` one that is not known is passed over.
 */
export function parseQuery<S extends z.ZodRawShape>(shape: S, request: Request, ignoresOthers = false): z.output<z.ZodObject<S>> {
  const { searchParams } = new URL(request.url);
  const given = [...new Set(searchParams.keys())].map((name): [string, unknown] => {
    const values = searchParams.getAll(name);
    return [name, values.length === 1 ? values[0] : values];
  });
  const schema = ignoresOthers ? z.object(shape) : z.strictObject(shape);
  return parseFields(schema as unknown as z.ZodType<z.output<z.ZodObject<S>>>, Object.fromEntries(given));
}

/** Of a parameter that is given more than once, the first. */
export const firstOf = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema);

/** A whole number in a query. */
export const queryInt = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number between ${least} and ${most}`)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    // What it is to whoever reads the API's description.
    .meta({ type: 'integer', minimum: least, maximum: most });

/** One of these words in capitals, as the wire has them; in small letters, as we keep them. */
export const lowered = <T extends string>(values: readonly T[]) => z.enum(values).transform((value) => value.toLowerCase() as Lowercase<T>);

/** What a query of this shape is parsed to. */
export type QueryOf<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;
