import { z } from 'zod';
import { uuid } from '../http/fields.ts';
import { firstOf } from '../http/query.ts';
import { Amount, SessionParams } from '../sessions/contract.ts';

const at = z.iso.datetime();

const Change = z
  .object({
    type: z.literal('CHANGE'),
    id: uuid,
    at,
    subject: z.string().meta({ description: '`session`, `link`, `payment`, `operation` or `mail`.', example: 'link' }),
    subjectId: uuid,
    action: z.string().meta({ example: 'link.created' }),
    from: z.string().nullable(),
    to: z.string().nullable(),
    actor: z.string().meta({ description: '`merchant`, `customer`, `gateway` or `system`.', example: 'merchant' }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'TimelineChange', description: 'A status or fact that changed.' });

const Posting = z
  .object({ type: z.literal('POSTING'), id: uuid, at, paymentId: uuid, from: z.string(), to: z.string(), amount: Amount })
  .meta({ id: 'TimelinePosting', description: 'Money that moved between two accounts of the ledger.' });

const Callback = z
  .object({
    type: z.literal('CALLBACK'),
    id: uuid,
    at,
    paymentId: uuid,
    kind: z.enum(['SUCCESS', 'FAILURE', 'NOTIFICATION']),
    tells: z.string(),
    host: z.string().describe('Of its address; the rest may hold a secret.'),
    status: z.enum(['PENDING', 'DELIVERED', 'EXHAUSTED']),
  })
  .meta({ id: 'TimelineCallback', description: 'A callback owed to you, and where it stands now.' });

const CallbackTry = z
  .object({
    type: z.literal('CALLBACK_TRY'),
    id: uuid,
    at,
    callbackId: uuid,
    host: z.string(),
    status: z.int().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'TimelineCallbackTry', description: 'One HTTP try at it: your status, or why there was none.' });

const TimelineAnswer = z
  .object({
    sessionId: uuid,
    entries: z.array(z.discriminatedUnion('type', [Change, Posting, Callback, CallbackTry])),
    next: z.string().nullable().describe('`?after=` of the next page; null on the last.'),
  })
  .meta({ id: 'Timeline' });
export type TimelineAnswer = z.input<typeof TimelineAnswer>;

export const timelineContract = {
  summary: 'Read everything that happened to a session, oldest first',
  needs: 'Management',
  params: SessionParams,
  refuses: ['invalid_field'],
  query: { after: firstOf(z.string().optional().describe('The `next` of the page before; left out for the first page. A page has 200 entries.')) },
  ignoresOtherQuery: true,
  body: z.object({}),
  response: TimelineAnswer,
  status: 200,
} as const;
