import { z } from 'zod';

/** The pay form's fields. A missing or odd one chooses nothing; it is no error of the customer's. */
export const PayForm = z.object({
  method: z.guid().catch(''),
  intent: z
    .string()
    .regex(/^[\w-]{16,64}$/)
    .catch(''),
  revision: z.coerce.number().int().min(0).max(2_147_483_647).catch(-1),
  /** The language of the page, for the gateway's. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/)
    .optional()
    .catch(undefined),
  /** The screen this one took over from. */
  from: z.string().max(50).optional().catch(undefined),
});
