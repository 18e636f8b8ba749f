import { ar } from './messages/ar.ts';
import { da } from './messages/da.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { fi } from './messages/fi.ts';
import { fr } from './messages/fr.ts';
import { no } from './messages/no.ts';
import { sv } from './messages/sv.ts';

/** The same keys with texts of any language. */
type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** What a language has to say: every key of the English messages. */
export type Messages = Texts<typeof en>;

type KeysOf<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : KeysOf<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** The dotted name of a message: "open.heading". */
export type MessageKey = KeysOf<typeof en>;

export type Language = {
  /** Its own name, for the picker. */
  name: string;
  /** Forms amounts and dates when nobody names a region of the language. */
  locale: string;
  messages: Messages;
};

/** Every language the pages speak, by its AltaPay code (ISO 639-1), or by the BCP 47 tag of a form of it. */
export const languages: ReadonlyMap<string, Language> = new Map<string, Language>([
  ['ar', { name: 'العربية', locale: 'ar', messages: ar }],
  ['da', { name: 'Dansk', locale: 'da', messages: da }],
  ['de', { name: 'Deutsch', locale: 'de', messages: de }],
  ['en', { name: 'English', locale: 'en-GB', messages: en }],
  ['fi', { name: 'Suomi', locale: 'fi', messages: fi }],
  ['fr', { name: 'Français', locale: 'fr', messages: fr }],
  ['no', { name: 'Norsk', locale: 'nb', messages: no }],
  ['sv', { name: 'Svenska', locale: 'sv', messages: sv }],
]);

/** The languages in the order of the picker: by their own names, script by script. */
export const pickable: readonly { code: string; name: string }[] = [...languages]
  .map(([code, { name }]) => ({ code, name }))
  .sort((one, other) => new Intl.Collator('en').compare(one.name, other.name));

/** Other codes of the same language, as AltaPay and older browsers write them. */
const aliases = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['ee', 'et'],
  ['tl', 'fil'],
  ['iw', 'he'],
  ['in', 'id'],
]);

/** A language the pages speak, with the region that was asked for. */
export type ChosenLanguage = { code: string; locale: string };

/** What RFC 5646 §4.4.1 asks everybody to have room for. */
const longestTag = 35;
const tagPattern = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i;

/**
 * The page language of a BCP 47 tag ("nb-NO" is no, "zh-HK" is zh-Hant), undefined when the pages do not speak it or
 * it is no tag.
 */
export function languageOf(tag: string): ChosenLanguage | undefined {
  if (tag.length > longestTag || !tagPattern.test(tag)) return undefined;
  const [primary = '', ...subtags] = tag.toLowerCase().split(/[-_]/);
  const named = aliases.get(primary) ?? primary;
  const region = subtags.find((part) => /^(?:[a-z]{2}|\d{3})$/.test(part))?.toUpperCase();
  const code = [`${named}-${scriptOf(named, subtags, region)}`, `${named}-${region}`, named].find((one) => languages.has(one));
  const language = code === undefined ? undefined : languages.get(code);
  if (code === undefined || !language) return undefined;
  return { code, locale: (region && localeWith(language.locale, region)) ?? language.locale };
}

/** The script that a tag names, or its language has in the region: "Hant" of zh-TW. */
function scriptOf(language: string, subtags: readonly string[], region: string | undefined): string | undefined {
  const script = subtags.find((part) => /^[a-z]{4}$/.test(part));
  return formed(() => new Intl.Locale(language, { ...(script && { script }), ...(region && { region }) }).maximize().script);
}

const localeWith = (locale: string, region: string): string | undefined => formed(() => new Intl.Locale(locale, { region }).baseName);

/** Undefined for parts that make no locale together. */
function formed<T>(form: () => T): T | undefined {
  try {
    return form();
  } catch {
    return undefined;
  }
}

/** What a page knows of its reader's language, strongest first. */
export type LanguageWishes = {
  /** The reader's own pick on the page. */
  picked: string | undefined;
  /** The merchant's configuration.language. */
  configured: string | undefined;
  /** `?lang=` of the address. */
  asked: string | undefined;
  /** The Accept-Language header (RFC 9110 §12.5.4). */
  accepted: string | undefined;
};

/** The first wish that the pages can fulfil, else English. */
export function chooseLanguage({ picked, configured, asked, accepted }: LanguageWishes): ChosenLanguage {
  for (const tag of [picked, configured, asked, ...acceptedTags(accepted ?? '')]) {
    const chosen = tag === undefined ? undefined : languageOf(tag);
    if (chosen) return chosen;
  }
  return { code: 'en', locale: 'en-GB' };
}

/** Tags of an Accept-Language header, best first; equals keep their order. The header is read up to 1,000 characters. */
function acceptedTags(header: string): string[] {
  const entries = header
    .slice(0, 1000)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const quality = parameters.find((part) => /^q=/i.test(part))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    });
  return entries
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}
