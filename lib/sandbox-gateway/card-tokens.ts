import { createHash } from 'node:crypto';
import { maskPan, testCards } from './cards.ts';

const digest = (purpose: string, accountId: string, maskedPan: string): string =>
  createHash('sha256').update(`${purpose}:${accountId}:${maskedPan}`).digest('hex').slice(0, 40);

/** CreditCardToken: by it a shop offers its customer a card again. Made of the mask, so that it hides no card number. */
export const cardToken = (accountId: string, maskedPan: string): string => digest('token', accountId, maskedPan);

/** BlacklistToken: by it a shop knows a card again, and can do nothing else with it. */
export const blacklistToken = (accountId: string, maskedPan: string): string => digest('blacklist', accountId, maskedPan);

/** The mask of the card a shop was given this token for; undefined for any other text. */
export const maskOfToken = (accountId: string, token: string): string | undefined =>
  testCards.map(({ number }) => maskPan(number)).find((mask) => cardToken(accountId, mask) === token);
