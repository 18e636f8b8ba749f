import { z } from 'zod';
import { text, uuid } from '../http/fields.ts';
import { Amount } from '../sessions/contract.ts';

/** What a code is to the merchant who asks (lib/stickers/judge-code.ts). */
const VerifyAnswer = z.object({
  /** `OWN`; `OTHER_MERCHANT`: ours, of which no more is told (another merchant's short code is `UNKNOWN`); `WRONG_ADDRESS`: a link of ours at an address that is not; `UNKNOWN`: looks like ours; `NOT_OURS`. */
  verdict: z.enum(['OWN', 'OTHER_MERCHANT', 'WRONG_ADDRESS', 'UNKNOWN', 'NOT_OURS']),
  /** Where it leads, when that is not to us. */
  host: z.string().nullable(),
  /** The merchant's own link, with its order as it is now. */
  link: z
    .object({
      linkId: uuid,
      sessionId: uuid,
      status: z.enum(['ACTIVE', 'PAID', 'EXPIRED', 'REPLACED', 'CANCELLED']),
      orderId: z.string(),
      amount: Amount,
    })
    .nullable(),
});
export type VerifyAnswer = z.input<typeof VerifyAnswer>;

export const verifyContract = {
  summary: 'Tell whose a scanned or typed code is',
  needs: 'Management',
  params: z.object({}),
  /** An address, a token or a short code, as it was scanned or typed. */
  body: z.object({ code: text(8_000, 1) }),
  response: VerifyAnswer,
  status: 200,
} as const;
