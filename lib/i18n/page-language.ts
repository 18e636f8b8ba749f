import { createTranslator } from 'next-intl';
import { formatMoney, type Money } from '../money.ts';
import { type ChosenLanguage, chooseLanguage, type LanguageWishes, languages, type MessageKey, type Messages } from './languages.ts';
import { en } from './messages/en.ts';

/** Fills a message: texts as they are, counts by the plural rules of the language. */
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** The language of one page: its words and what goes with them. */
export type PageLanguage = {
  /** BCP 47 code for `lang`. */
  tag: string;
  direction: 'ltr' | 'rtl';
  /** The same with the region that was asked for, if any: it writes amounts and dates. */
  locale: string;
  t: Translate;
  money: (amount: Money) => string;
  count: (quantity: number) => string;
  /** Date and time, and of which zone (an IANA name; UTC when none is given): the page does not know where its reader is. */
  instant: (at: Date, timeZone?: string) => string;
  /** The date alone, in that zone. */
  day: (at: Date, timeZone: string) => string;
  /** The time of day alone, in UTC unless told otherwise. */
  time: (at: Date, timeZone?: string) => string;
};

/** The language a page speaks to this reader. */
export const pageLanguage = (wishes: Partial<LanguageWishes>): PageLanguage =>
  inLanguage(chooseLanguage({ picked: undefined, configured: undefined, asked: undefined, accepted: undefined, ...wishes }));

/** Scripts written from right to left; a language written in one of them turns the page. */
const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/** Amounts and dates follow the words' language: a separator read in another language's way could turn 1.234 into a thousand. */
function inLanguage({ code, locale }: ChosenLanguage): PageLanguage {
  // Twelve hours are read without a second thought in English alone, and badly formed in other languages.
  const cycle = code === 'en' ? {} : ({ hourCycle: 'h23' } as const);
  return {
    tag: code,
    locale,
    direction: rightToLeft.has(new Intl.Locale(code).maximize().script ?? '') ? 'rtl' : 'ltr',
    t: translator(languages.get(code)?.messages ?? en, code),
    money: (amount) => formatMoney(amount, locale),
    count: (quantity) => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(quantity),
    instant: (at, timeZone = 'UTC') => `${new Intl.DateTimeFormat(locale, { ...day, ...hour, ...cycle, timeZone }).format(at)} ${zoneName(at, timeZone)}`,
    day: (at, timeZone) => new Intl.DateTimeFormat(locale, { ...day, timeZone }).format(at),
    time: (at, timeZone = 'UTC') => `${new Intl.DateTimeFormat(locale, { ...hour, ...cycle, timeZone }).format(at)} ${zoneName(at, timeZone)}`,
  };
}

const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const hour = { hour: '2-digit', minute: '2-digit' } as const;

/** "UTC", "CET", "GMT+5:30": the same in every language, for many form it badly, or in a sentence's length. */
const zoneName = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

const translators = new Map<Messages, Translate>();

/** One translator a language, kept: it compiles a message once. A message that cannot be formed is said in English. */
function translator(messages: Messages, code: string): Translate {
  const known = translators.get(messages);
  if (known) return known;
  const translate = createTranslator<Record<string, unknown>>({
    locale: code,
    messages: messages as unknown as Record<string, unknown>,
    onError: () => undefined,
    getMessageFallback: ({ key }) => (messages === en ? key : translator(en, 'en')(key as MessageKey)),
  }) as unknown as Translate;
  const made: Translate = (key, values) => translate(key, values);
  translators.set(messages, made);
  return made;
}
