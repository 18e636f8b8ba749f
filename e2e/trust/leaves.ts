import type { z } from 'zod';

/** A value that a contract takes, by its place ("/callbacks/success/value"); list members and map values are `*`. */
export type Leaf = { pointer: string; schema: z.ZodType };

type Inner = z.core.$ZodType;

/** Every single value of a contract's body or query that is no object, list or map itself. */
export function leavesOf(schema: Inner, pointer = ''): Leaf[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, member]) => leavesOf(member, `${pointer}/${name}`));
    case 'array':
      return leavesOf(def.element, `${pointer}/*`);
    case 'record':
      return leavesOf(def.valueType, `${pointer}/*`);
    case 'union':
      return def.options.flatMap((option) => leavesOf(option, pointer));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'catch':
      return leavesOf(def.innerType, pointer);
    case 'pipe':
      // What is made anew of a value is looked at as it is taken; its own checks stand in the part that parses.
      return leavesOf((def.in as z.core.$ZodTypes)._zod.def.type === 'transform' ? def.out : def.in, pointer);
    default:
      return [{ pointer, schema: schema as z.ZodType }];
  }
}

/** Whether a leaf takes the first text and not the second: that is how its kind is known, whatever it is made of. */
export const takesOnly = ({ schema }: Leaf, taken: string, refused: string): boolean => schema.safeParse(taken).success && !schema.safeParse(refused).success;
