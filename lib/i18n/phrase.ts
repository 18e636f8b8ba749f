import type { MessageKey } from './languages.ts';
import type { Translate } from './page-language.ts';

/** A message cut at its values: "Pay {amount}" is the text "Pay " and the value "amount". */
export type PhrasePart = { text: string } | { value: string };

/** A control character that no message and no name of a value holds. */
const edge = '\u0001';

/** Cuts a message at its values, so that a page can put elements there. Counts are formed by the language. */
export function phraseParts(t: Translate, key: MessageKey, names: readonly string[], counts: Record<string, number> = {}): PhrasePart[] {
  const marked = Object.fromEntries(names.map((name) => [name, `${edge}${name}${edge}`]));
  const pieces = t(key, { ...counts, ...marked }).split(edge);
  return pieces.map((piece, index) => (index % 2 === 1 ? { value: piece } : { text: piece })).filter((part) => 'value' in part || part.text !== '');
}

/** Letters that run from right to left, and marks that turn the direction. */
const turning = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A message as plain text, for places that take no elements, such as a title. A value that runs from right
 * to left stands between isolates (U+2068, U+2069), so that it cannot reorder the words around it.
 */
export function phraseText(t: Translate, key: MessageKey, values: Record<string, string>): string {
  const isolated = Object.entries(values).map(([name, value]) => [name, turning.test(value) ? `\u2068${value}\u2069` : value]);
  return t(key, Object.fromEntries(isolated));
}
