import { formatMoney, type Money } from '../money.ts';
import { en } from './messages/en.ts';

export type Messages = typeof en;

/** A language the pages speak: its words and what goes with them. */
export type PageLanguage = {
  /** For `lang`: the language of the words, whatever was asked for. */
  tag: string;
  direction: 'ltr' | 'rtl';
  text: Messages;
  money: (amount: Money) => string;
  count: (quantity: number) => string;
  /** Date and time in UTC, and saying so: the page does not know where its reader is. */
  instant: (at: Date) => string;
};

/** One row a language. `locale` forms amounts and dates when the request names no region of that language. */
const languages = new Map<string, { locale: string; text: Messages }>([['en', { locale: 'en-GB', text: en }]]);

const fallback = { locale: 'en-GB', text: en };

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}

/** Scripts written from right to left; a language written in one of them turns the page. */
const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/**
 * The words for a BCP 47 language, falling back to English. Amounts and dates follow the words' language:
 * a separator read in another language's way could turn 1.234 into a thousand.
 */
export function messagesFor(language: string): PageLanguage {
  const asked = localeOf(language);
  const known = asked ? languages.get(asked.language) : undefined;
  const { text, locale } = known ?? fallback;
  const chosen = known && asked?.region ? asked.baseName : locale;
  const words = new Intl.Locale(known && asked ? asked.language : fallback.locale);
  return {
    tag: words.language,
    direction: rightToLeft.has(words.maximize().script ?? '') ? 'rtl' : 'ltr',
    text,
    money: (amount) => formatMoney(amount, chosen),
    count: (quantity) => new Intl.NumberFormat(chosen, { maximumFractionDigits: 20 }).format(quantity),
    instant: (at) =>
      new Intl.DateTimeFormat(chosen, {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZone: 'UTC',
        timeZoneName: 'short',
      }).format(at),
  };
}
