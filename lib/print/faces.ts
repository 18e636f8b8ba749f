/** A font by the script it is for. Each comes in two weights. */
export type FaceName =
  | 'latin'
  | 'arabic'
  | 'hebrew'
  | 'thai'
  | 'bengali'
  | 'devanagari'
  | 'tamil'
  | 'telugu'
  | 'japanese'
  | 'simplified'
  | 'traditional'
  | 'korean';

export type Weight = 'plain' | 'bold';

type Face = {
  /** Files as packages name them, plain and bold. */
  files: readonly [plain: string, bold: string];
  /** How far its letters reach above and below the baseline, in sizes of the font; rare piles of marks reach into the space between lines. */
  rise: number;
  drop: number;
  /** How much larger it is set than the others, whose letters are drawn larger in the same size. */
  scale?: number;
};

const embedded = (language: string, name: string, ending = 'ttf') =>
  [`@embedpdf/fonts-${language}/fonts/${name}-Regular.${ending}`, `@embedpdf/fonts-${language}/fonts/${name}-Bold.${ending}`] as const;

const fontsource = (script: string) =>
  [
    `@fontsource/noto-sans-${script}/files/noto-sans-${script}-${script}-400-normal.woff`,
    `@fontsource/noto-sans-${script}/files/noto-sans-${script}-${script}-700-normal.woff`,
  ] as const;

const han = { rise: 0.88, drop: 0.16 } as const;

export const faces: Readonly<Record<FaceName, Face>> = {
  latin: { files: embedded('latin', 'NotoSans'), rise: 0.78, drop: 0.24 },
  arabic: { files: embedded('arabic', 'NotoNaskhArabic'), rise: 0.94, drop: 0.46, scale: 1.14 },
  hebrew: { files: embedded('hebrew', 'NotoSansHebrew'), rise: 0.78, drop: 0.24 },
  thai: { files: fontsource('thai'), rise: 1, drop: 0.36 },
  bengali: { files: fontsource('bengali'), rise: 0.88, drop: 0.36 },
  devanagari: { files: fontsource('devanagari'), rise: 0.9, drop: 0.36 },
  tamil: { files: fontsource('tamil'), rise: 0.86, drop: 0.32 },
  telugu: { files: fontsource('telugu'), rise: 0.88, drop: 0.44 },
  japanese: { files: embedded('jp', 'NotoSansJP', 'otf'), ...han },
  simplified: { files: embedded('sc', 'NotoSansHans', 'otf'), ...han },
  traditional: { files: embedded('tc', 'NotoSansHant', 'otf'), ...han },
  korean: { files: embedded('kr', 'NotoSansKR', 'otf'), ...han },
};

/** Letters, marks and digits that tell their script themselves. */
const scripts: readonly (readonly [RegExp, FaceName])[] = [
  [/\p{Script_Extensions=Arabic}/u, 'arabic'],
  [/\p{Script_Extensions=Hebrew}/u, 'hebrew'],
  // Unicode counts the baht sign to no script, and only this font has it.
  [/[\p{Script_Extensions=Thai}฿]/u, 'thai'],
  [/\p{Script_Extensions=Bengali}/u, 'bengali'],
  [/\p{Script_Extensions=Devanagari}/u, 'devanagari'],
  [/\p{Script_Extensions=Tamil}/u, 'tamil'],
  [/\p{Script_Extensions=Telugu}/u, 'telugu'],
];

const eastAsian =
  /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script_Extensions=Hangul}\p{Script_Extensions=Bopomofo}\uff00-\uffef]/u;
/** Signs that the East Asian fonts have beside their letters: arrows, stars, numbers in circles. */
const signs = /[\u2000-\u33ff\ufe30-\ufe4f]/;
/** Quotes and dashes are as wide as a letter beside letters that are all of one width. */
const wideMarks = /^[‘’“”…—·]$/;
/** Spaces and punctuation go with the letters before them, what opens a bracket or a quotation with those behind it. */
const followers = /^[\p{P}\p{Zs}]+$/u;
const openers = /^[\p{Ps}\p{Pi}]$/u;

/** The four East Asian fonts, best first: that of the language, else the one that fits what is written. */
export function eastAsianOrder(language: string, text: string): readonly FaceName[] {
  const { language: primary, script } = new Intl.Locale(language).maximize();
  const own: FaceName | undefined =
    primary === 'ja' ? 'japanese' : primary === 'ko' ? 'korean' : script === 'Hant' ? 'traditional' : script === 'Hans' ? 'simplified' : undefined;
  return [...new Set<FaceName>([own ?? guessed(text), 'simplified', 'traditional', 'japanese', 'korean'])];
}

function guessed(text: string): FaceName {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'japanese';
  if (/\p{Script=Hangul}/u.test(text)) return 'korean';
  return /\p{Script=Bopomofo}/u.test(text) ? 'traditional' : 'simplified';
}

/** Most of what is printed: told without asking further. */
const plainest = /^[A-Za-z0-9]$/;
const onlyLatin: readonly FaceName[] = ['latin'];

/** What stands around a character: the font before it, and the text on both sides. */
type Around = { before: FaceName | undefined; previous: string; next: string; eastAsian: readonly FaceName[] };

/** The fonts that may have a character (with its marks), best first. Few are tried: an East Asian one is megabytes to read. */
export function facesFor(cluster: string, around: Around): readonly FaceName[] {
  if (plainest.test(cluster)) return onlyLatin;
  const isAmongEastAsian = eastAsian.test(around.previous) || eastAsian.test(around.next);
  if (wideMarks.test(cluster) && isAmongEastAsian) return [...around.eastAsian, 'latin'];
  const ofScript = scriptsOf(cluster);
  const wide = eastAsian.test(cluster) || signs.test(cluster) ? around.eastAsian : [];
  const isEastAsian = eastAsian.test(cluster) && ofScript.length === 0;
  return [
    ...new Set<FaceName>([...neighbours(cluster, ofScript, around), ...ofScript, ...(isEastAsian ? [...wide, 'latin' as const] : ['latin' as const, ...wide])]),
  ];
}

const scriptsOf = (cluster: string): FaceName[] => scripts.filter(([letters]) => letters.test(cluster)).map(([, name]) => name);

function neighbours(cluster: string, ofScript: readonly FaceName[], { before, next, eastAsian: wide }: Around): FaceName[] {
  if (openers.test(cluster)) return scriptsOf(next);
  const goesOn = before !== undefined && !wide.includes(before) && (ofScript.includes(before) || followers.test(cluster));
  return goesOn ? [before] : [];
}

const known = /^[\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u;

/** Whether every letter is of a script that some font here is for. */
export const isOfKnownScripts = (text: string): boolean => [...text].every((char) => known.test(char) || eastAsian.test(char) || scriptsOf(char).length > 0);
