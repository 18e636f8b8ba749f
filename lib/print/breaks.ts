/** How good a place between two characters is to end a line: not at all, only rather than inside a word, good. */
export type BreakGrade = 0 | 1 | 2;

const spaces = /[ \u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]/;
/** Written without spaces, so that words end where the dictionary says. Korean has spaces. */
const unspaced =
  /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff00-\uffef]/u;
/** What never begins a line, and what never ends one (JIS X 4051, GB/T 15834): closing marks, small kana, marks of length; opening ones. */
const neverFirst = /[\p{Pe}\p{Pf}\p{M}、。，．・：；？！,.:;?!%％‰°…‥ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ円元ๆฯ]/u;
const neverLast = /[\p{Ps}\p{Pi}\p{Sc}№＃#第]/u;
const digit = /\p{Nd}/u;
const letter = /\p{L}/u;

/** The grade of the place before each character (UTF-16 index) of a text. A number, and an amount with its currency, has no good one. */
export function breaksOf(text: string, language: string): BreakGrade[] {
  const grades = Array.from({ length: text.length + 1 }, (): BreakGrade => 0);
  for (const { index } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) if (index > 0) grades[index] = gradeAt(text, index);
  grades[text.length] = 2;
  return grades;
}

function gradeAt(text: string, index: number): BreakGrade {
  const [previous = '', next = ''] = [[...text.slice(Math.max(0, index - 2), index)].at(-1), [...text.slice(index, index + 2)][0]];
  if (spaces.test(next)) return 0;
  // "1 234" and "+45 12 34": one number, written in groups.
  if (spaces.test(previous)) return digit.test(text[index - 2] ?? '') && digit.test(next) ? 1 : 2;
  if (neverFirst.test(next) || neverLast.test(previous) || digit.test(previous)) return 0;
  if (unspaced.test(previous) || (unspaced.test(next) && !digit.test(next))) return 2;
  return /[-‐–—/]/.test(previous) && letter.test(next) && letter.test(text[index - 2] ?? '') ? 2 : 0;
}

export const isSpace = (char: string | undefined): boolean => char !== undefined && spaces.test(char);
