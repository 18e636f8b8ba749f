import { z } from 'zod';
import { uuid } from '../http/fields.ts';
import { Amount, SessionParams } from '../sessions/contract.ts';

const at = z.iso.datetime();

/** A status or fact that changed. `subject`: session, link, payment or operation. `actor`: merchant, customer, gateway or system. */
const Change = z.object({
  type: z.literal('CHANGE'),
  id: uuid,
  at,
  subject: z.string(),
  subjectId: uuid,
  action: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  actor: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** Money that moved between two accounts of the ledger. */
const Posting = z.object({ type: z.literal('POSTING'), id: uuid, at, paymentId: uuid, from: z.string(), to: z.string(), amount: Amount });

/** A callback owed to the merchant, and where it stands now. Of its address the host only: the rest may hold a secret. */
const Callback = z.object({
  type: z.literal('CALLBACK'),
  id: uuid,
  at,
  paymentId: uuid,
  kind: z.enum(['SUCCESS', 'FAILURE', 'NOTIFICATION']),
  tells: z.string(),
  host: z.string(),
  status: z.enum(['PENDING', 'DELIVERED', 'EXHAUSTED']),
});

/** One HTTP try at it: the merchant's status, or why there was none. */
const CallbackTry = z.object({
  type: z.literal('CALLBACK_TRY'),
  id: uuid,
  at,
  callbackId: uuid,
  host: z.string(),
  status: z.int().nullable(),
  error: z.string().nullable(),
});

const TimelineAnswer = z.object({
  sessionId: uuid,
  entries: z.array(z.discriminatedUnion('type', [Change, Posting, Callback, CallbackTry])),
  /** `?after=` of the next page; null on the last. */
  next: z.string().nullable(),
});
export type TimelineAnswer = z.input<typeof TimelineAnswer>;

export const timelineContract = {
  summary: 'Read everything that happened to a session, oldest first',
  needs: 'Management',
  params: SessionParams,
  body: z.object({}),
  response: TimelineAnswer,
  status: 200,
} as const;
