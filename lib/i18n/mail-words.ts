import type { PageLanguage } from './page-language.ts';
import { phraseText } from './phrase.ts';

/** Whatever breaks a line, or turns the direction of what follows it. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A foreign text as one line that steers nothing around it: a header's end least of all. */
export const plainLine = (text: string): string => text.replaceAll(steering, ' ').trim();

/** What an e-mail with a receipt says beside the receipt itself. The values are foreign texts. */
export function mailWords({ t }: PageLanguage, given: { merchant: string; orderId: string; amount: string }) {
  const [merchant, orderId] = [plainLine(given.merchant), plainLine(given.orderId)];
  return {
    subject: phraseText(t, 'mail.subject', { merchant, orderId }),
    heading: t('mail.heading'),
    lead: phraseText(t, 'mail.lead', { amount: given.amount, merchant }),
    attached: t('mail.attached'),
    why: phraseText(t, 'mail.why', { orderId }),
  };
}
