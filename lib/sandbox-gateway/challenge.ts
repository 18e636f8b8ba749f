import { z } from 'zod';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { SandboxPaymentRequest } from '../db/generated/client.ts';
import { cardBehaviours, cardSchemes, type ReadCard } from './cards.ts';
import type { ShopPage } from './page-contract.ts';

/** The code the test bank "sends" by text message; the 3-D Secure page shows it. */
export const challengeCode = '1234';

/** A wrong code more often than this ends the payment: at most five in a row (Regulation (EU) 2018/389, Article 4(3)(b)). */
export const mostWrongCodes = 5;

/** What the card form leaves for the challenge; parsed again because it comes from a JSON column. */
const Challenge = z.object({
  maskedPan: z.string(),
  scheme: z.enum(cardSchemes),
  behaviour: z.enum(cardBehaviours),
  expiry: z.string().optional(),
  shopPage: z.enum(['none', 'usable', 'unusable']),
  vanishes: z.boolean(),
  wrongCodes: z.int().nonnegative(),
});

type Opened = ReadCard & { vanishes: boolean; shopPage: ShopPage };

/** The challenge a payment request is at; undefined when it is at none. */
export function challengeOf({ step, challenge }: Pick<SandboxPaymentRequest, 'step' | 'challenge'>): z.infer<typeof Challenge> | undefined {
  return step === 'challenge' ? Challenge.safeParse(challenge).data : undefined;
}

/**
 * Sends a payment request to its challenge. Coming again, from the card form behind the browser's Back, keeps the
 * wrong codes counted so far. False when the payment is past that.
 */
export async function openChallenge(id: string, card: Opened): Promise<boolean> {
  const opened = await db().$executeRaw`
    UPDATE sandbox_payment_request SET step = 'challenge', changed_at = ${now()},
      challenge = ${JSON.stringify(card)}::jsonb || jsonb_build_object('wrongCodes', COALESCE((challenge->>'wrongCodes')::int, 0))
    WHERE id = ${id}::uuid AND step IN ('open', 'challenge')`;
  return opened === 1;
}

/** Counts a wrong code, each of several at once by itself, and answers how many may still follow; 0 also when none was left. */
export async function countWrongCode(id: string): Promise<number> {
  const rows = await db().$queryRaw<{ wrong: number }[]>`
    UPDATE sandbox_payment_request SET changed_at = ${now()},
      challenge = challenge || jsonb_build_object('wrongCodes', (challenge->>'wrongCodes')::int + 1)
    WHERE id = ${id}::uuid AND step = 'challenge' AND (challenge->>'wrongCodes')::int < ${mostWrongCodes}
    RETURNING (challenge->>'wrongCodes')::int AS wrong`;
  return mostWrongCodes - (rows[0]?.wrong ?? mostWrongCodes);
}
