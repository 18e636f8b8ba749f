import bidiFactory from 'bidi-js';
import { eastAsianOrder, type FaceName, facesFor, type Weight } from './faces.ts';
import { fontOf } from './font.ts';

/** Texts in one weight or another, set as one paragraph. */
export type Pieces = readonly { text: string; weight: Weight }[];

/** `auto`: as the first letter that has a direction runs. */
export type Direction = 'ltr' | 'rtl' | 'auto';

/** A part of a paragraph that is drawn in one font, one way. */
export type Span = {
  start: number;
  end: number;
  face: FaceName;
  weight: Weight;
  /** The embedding level (UAX #9): odd runs from right to left. */
  level: number;
  /** Drawn as another character: a bracket mirrored in text that runs leftwards, or what no font has. */
  drawnAs?: string;
};

/** A paragraph with what is known of it before it has lines. `text` is what is drawn and what is read aloud. */
export type Spans = { text: string; spans: Span[]; base: 'ltr' | 'rtl' };

const bidi = bidiFactory();

/** Composed letters, one space for any white space, nothing that can neither be seen nor forms letters. */
const settable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}\u00ad\ufeff]/gu, '');

/** Marks that steer direction, shape or line breaks and are never drawn; the two joiners steer the font itself. */
const isUnseen = (char: string): boolean => /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]|\p{Variation_Selector}/u.test(char);

/** Cuts a paragraph into spans of one font, one weight and one direction. */
export function spansOf(pieces: Pieces, { language, direction }: { language: string; direction: Direction }): Spans {
  const set = pieces.map(({ text, weight }) => ({ text: settable(text), weight }));
  const text = set.map((piece) => piece.text).join('');
  if (direction !== 'rtl' && western.test(text)) return { text, spans: westernSpans(set), base: 'ltr' };
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, direction);
  const spans: Span[] = [];
  for (const char of charactersOf(text, set, eastAsianOrder(language, text))) {
    const level = levels[char.start] ?? 0;
    const mirrored = level % 2 === 1 ? bidi.getMirroredCharacter(text.slice(char.start, char.end)) : null;
    const span: Span = { ...char, level, ...(mirrored !== null && { drawnAs: mirrored }) };
    const last = spans.at(-1);
    if (last && goesOn(last, span)) last.end = span.end;
    else spans.push(span);
  }
  return { text, spans, base: (paragraphs[0]?.level ?? 0) % 2 === 1 ? 'rtl' : 'ltr' };
}

/** Letters of western and central Europe alone, which one font has and which run one way: most paragraphs, told at once. */
const western = /^[\x20-\x7e\u00a0-\u017f]*$/;

function westernSpans(pieces: Pieces): Span[] {
  let end = 0;
  return pieces.flatMap(({ text, weight }): Span[] => {
    const start = end;
    end += text.length;
    return text === '' ? [] : [{ start, end, face: 'latin', weight, level: 0 }];
  });
}

const goesOn = (last: Span, next: Span): boolean =>
  last.face === next.face && last.weight === next.weight && last.level === next.level && last.drawnAs === undefined && next.drawnAs === undefined;

/** U+FFFD stands for what no font has; copied or read aloud it is what was written. */
const replacement = '\ufffd';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Each character with its marks, in the font that has it. */
function* charactersOf(text: string, pieces: Pieces, eastAsian: readonly FaceName[]): Generator<Omit<Span, 'level'>> {
  const weights = pieces.flatMap(({ text: part, weight }) => Array.from({ length: part.length }, () => weight));
  let before: FaceName | undefined;
  for (const { segment, index: start } of graphemes.segment(text)) {
    const end = start + segment.length;
    const weight = weights[start] ?? 'plain';
    const around = {
      before,
      previous: text
        .slice(Math.max(0, start - 4), start)
        .trimEnd()
        .slice(-1),
      next: text
        .slice(end, end + 4)
        .trimStart()
        .slice(0, 1),
      eastAsian,
    };
    const face = facesFor(segment, around).find((name) => has(name, weight, segment));
    yield { start, end, face: face ?? 'latin', weight, ...(face === undefined && { drawnAs: replacement }) };
    if (!isUnseen(segment)) before = face;
  }
}

const joiners = /[\u200c\u200d]/;

const has = (name: FaceName, weight: Weight, cluster: string): boolean =>
  [...cluster].every((char) => isUnseen(char) || joiners.test(char) || fontOf(name, weight).hasGlyphForCodePoint(char.codePointAt(0) ?? 0));

/** What a font is given of a span: nothing that is never drawn. */
export const drawnText = (text: string, { start, end, drawnAs }: Span): string =>
  drawnAs ?? [...text.slice(start, end)].filter((char) => !isUnseen(char)).join('');

/** Spans of one line in the order in which they are drawn from left to right (UAX #9, rule L2). */
export function inVisualOrder<T extends { level: number }>(spans: readonly T[]): T[] {
  const ordered = [...spans];
  const highest = Math.max(0, ...ordered.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let from = 0; from < ordered.length; from++) {
      let to = from;
      while ((ordered[to]?.level ?? -1) >= level) to++;
      ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = Math.max(from, to);
    }
  }
  return ordered;
}
