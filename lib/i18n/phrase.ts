/** A message cut at its marks: "Pay {amount}" is the text "Pay " and the mark "amount". */
export type PhrasePart = { text: string } | { mark: string };

/** Cuts a message at its `{marks}`, so that a page can put elements there. */
export function phraseParts(message: string): PhrasePart[] {
  return message
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { mark: piece.slice(1, -1) } : { text: piece }));
}

/** Letters that run from right to left, and marks that turn the direction. */
const turning = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A message as plain text, for places that take no elements, such as a title. A value that runs from right
 * to left stands between isolates (U+2068, U+2069), so that it cannot reorder the words around it.
 */
export function phraseText(message: string, values: Record<string, string>): string {
  const isolated = (value: string) => (turning.test(value) ? `\u2068${value}\u2069` : value);
  return phraseParts(message)
    .map((part) => ('text' in part ? part.text : isolated(values[part.mark] ?? '')))
    .join('');
}
