import type { PageLanguage } from './page-language.ts';
import { type PhrasePart, phraseParts, phraseText } from './phrase.ts';

/** Every word that is printed around a code, and what a reader who does not see the page is told. */
export type PosterWords = {
  title: string;
  scan: string;
  check: string;
  order: string;
  /** How to pay without scanning, cut at its values `address`, `code` and `orderId`. */
  type: PhrasePart[];
  code: string;
  testMode: string;
};

/** The words of a poster in the language of the page it leads to. */
export const posterWords = ({ t }: PageLanguage, { merchant, orderId }: { merchant: string; orderId: string }): PosterWords => ({
  title: phraseText(t, 'open.heading', { merchant }),
  scan: t('poster.scan'),
  check: t('poster.check'),
  order: phraseText(t, 'open.orderId', { orderId }),
  type: phraseParts(t, 'poster.type', ['address', 'code', 'orderId']),
  code: t('poster.code'),
  testMode: `${t('testMode.label')}: ${t('testMode.detail')}`,
});
