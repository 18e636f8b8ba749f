import { ar } from './messages/ar.ts';
import { bg } from './messages/bg.ts';
import { bn } from './messages/bn.ts';
import { br } from './messages/br.ts';
import { ca } from './messages/ca.ts';
import { cs } from './messages/cs.ts';
import { cy } from './messages/cy.ts';
import { da } from './messages/da.ts';
import { de } from './messages/de.ts';
import { el } from './messages/el.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { et } from './messages/et.ts';
import { eu } from './messages/eu.ts';
import { fa } from './messages/fa.ts';
import { fi } from './messages/fi.ts';
import { fil } from './messages/fil.ts';
import { fr } from './messages/fr.ts';
import { ga } from './messages/ga.ts';
import { gl } from './messages/gl.ts';
import { he } from './messages/he.ts';
import { hi } from './messages/hi.ts';
import { hr } from './messages/hr.ts';
import { hu } from './messages/hu.ts';
import { id } from './messages/id.ts';
import { is } from './messages/is.ts';
import { it } from './messages/it.ts';
import { ja } from './messages/ja.ts';
import { ko } from './messages/ko.ts';
import { lt } from './messages/lt.ts';
import { lv } from './messages/lv.ts';
import { mr } from './messages/mr.ts';
import { ms } from './messages/ms.ts';
import { mt } from './messages/mt.ts';
import { nl } from './messages/nl.ts';
import { no } from './messages/no.ts';
import { pl } from './messages/pl.ts';
import { pt } from './messages/pt.ts';
import { ptBR } from './messages/pt-BR.ts';
import { ro } from './messages/ro.ts';
import { ru } from './messages/ru.ts';
import { sk } from './messages/sk.ts';
import { sl } from './messages/sl.ts';
import { sq } from './messages/sq.ts';
import { sr } from './messages/sr.ts';
import { sv } from './messages/sv.ts';
import { sw } from './messages/sw.ts';
import { ta } from './messages/ta.ts';
import { te } from './messages/te.ts';
import { th } from './messages/th.ts';
import { tr } from './messages/tr.ts';
import { uk } from './messages/uk.ts';
import { ur } from './messages/ur.ts';
import { vi } from './messages/vi.ts';
import { zh } from './messages/zh.ts';
import { zhHant } from './messages/zh-Hant.ts';

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
  ['bg', { name: 'Български', locale: 'bg', messages: bg }],
  ['bn', { name: 'বাংলা', locale: 'bn', messages: bn }],
  ['br', { name: 'Brezhoneg', locale: 'br', messages: br }],
  ['ca', { name: 'Català', locale: 'ca', messages: ca }],
  ['cs', { name: 'Čeština', locale: 'cs', messages: cs }],
  ['cy', { name: 'Cymraeg', locale: 'cy', messages: cy }],
  ['da', { name: 'Dansk', locale: 'da', messages: da }],
  ['de', { name: 'Deutsch', locale: 'de', messages: de }],
  ['el', { name: 'Ελληνικά', locale: 'el', messages: el }],
  ['en', { name: 'English', locale: 'en-GB', messages: en }],
  ['es', { name: 'Español', locale: 'es', messages: es }],
  ['et', { name: 'Eesti', locale: 'et', messages: et }],
  ['eu', { name: 'Euskara', locale: 'eu', messages: eu }],
  ['fa', { name: 'فارسی', locale: 'fa', messages: fa }],
  ['fi', { name: 'Suomi', locale: 'fi', messages: fi }],
  ['fil', { name: 'Filipino', locale: 'fil', messages: fil }],
  ['fr', { name: 'Français', locale: 'fr', messages: fr }],
  ['ga', { name: 'Gaeilge', locale: 'ga', messages: ga }],
  ['gl', { name: 'Galego', locale: 'gl', messages: gl }],
  ['he', { name: 'עברית', locale: 'he', messages: he }],
  ['hi', { name: 'हिन्दी', locale: 'hi', messages: hi }],
  ['hr', { name: 'Hrvatski', locale: 'hr', messages: hr }],
  ['hu', { name: 'Magyar', locale: 'hu', messages: hu }],
  ['id', { name: 'Bahasa Indonesia', locale: 'id', messages: id }],
  ['is', { name: 'Íslenska', locale: 'is', messages: is }],
  ['it', { name: 'Italiano', locale: 'it', messages: it }],
  ['ja', { name: '日本語', locale: 'ja', messages: ja }],
  ['ko', { name: '한국어', locale: 'ko', messages: ko }],
  ['lt', { name: 'Lietuvių', locale: 'lt', messages: lt }],
  ['lv', { name: 'Latviešu', locale: 'lv', messages: lv }],
  ['mr', { name: 'मराठी', locale: 'mr', messages: mr }],
  ['ms', { name: 'Bahasa Melayu', locale: 'ms', messages: ms }],
  ['mt', { name: 'Malti', locale: 'mt', messages: mt }],
  ['nl', { name: 'Nederlands', locale: 'nl', messages: nl }],
  ['no', { name: 'Norsk', locale: 'nb', messages: no }],
  ['pl', { name: 'Polski', locale: 'pl', messages: pl }],
  ['pt', { name: 'Português', locale: 'pt-PT', messages: pt }],
  ['pt-BR', { name: 'Português (Brasil)', locale: 'pt-BR', messages: ptBR }],
  ['ro', { name: 'Română', locale: 'ro', messages: ro }],
  ['ru', { name: 'Русский', locale: 'ru', messages: ru }],
  ['sk', { name: 'Slovenčina', locale: 'sk', messages: sk }],
  ['sl', { name: 'Slovenščina', locale: 'sl', messages: sl }],
  ['sq', { name: 'Shqip', locale: 'sq', messages: sq }],
  ['sr', { name: 'Srpski', locale: 'sr-Latn', messages: sr }],
  ['sv', { name: 'Svenska', locale: 'sv', messages: sv }],
  ['sw', { name: 'Kiswahili', locale: 'sw', messages: sw }],
  ['ta', { name: 'தமிழ்', locale: 'ta', messages: ta }],
  ['te', { name: 'తెలుగు', locale: 'te', messages: te }],
  ['th', { name: 'ไทย', locale: 'th', messages: th }],
  ['tr', { name: 'Türkçe', locale: 'tr', messages: tr }],
  ['uk', { name: 'Українська', locale: 'uk', messages: uk }],
  ['ur', { name: 'اردو', locale: 'ur', messages: ur }],
  ['vi', { name: 'Tiếng Việt', locale: 'vi', messages: vi }],
  ['zh', { name: '简体中文', locale: 'zh-CN', messages: zh }],
  ['zh-Hant', { name: '繁體中文', locale: 'zh-TW', messages: zhHant }],
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
