import { breaksOf, isSpace } from './breaks.ts';
import { type Shaped, shape } from './shape.ts';
import { type Direction, drawnText, type Pieces, type Span, type Spans, spansOf } from './spans.ts';

/** Characters between two places where a line may end. Widths in sizes of the font, with and without the spaces at the end. */
type Unit = { start: number; end: number; width: number; bareWidth: number; isGood: boolean };

/** A paragraph that waits for the width of its lines. */
export type Prepared = Spans & { units: Unit[] };

/** `end` leaves out the spaces at the end; `goesOn`: no space parts the line from the next. */
export type Line = { start: number; end: number; goesOn: boolean };

/** Measures a paragraph once, for any size and any width. */
export function prepared(pieces: Pieces, manner: { language: string; direction: Direction }): Prepared {
  const spans = spansOf(pieces, manner);
  const grades = breaksOf(spans.text, manner.language);
  const units: Unit[] = [];
  let start = 0;
  for (let end = 1; end <= spans.text.length; end++) {
    const grade = grades[end] ?? 0;
    if (grade === 0) continue;
    const bareEnd = withoutSpaces(spans.text, start, end);
    const bareWidth = widthOf(spans, start, bareEnd);
    units.push({ start, end, bareWidth, width: bareWidth + widthOf(spans, bareEnd, end), isGood: grade === 2 });
    start = end;
  }
  return { ...spans, units };
}

function withoutSpaces(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1])) at--;
  return at;
}

/** The parts of spans that lie between two characters. */
export const partsOf = ({ spans }: Spans, start: number, end: number): Span[] =>
  spans.filter((span) => span.start < end && span.end > start).map((span) => ({ ...span, start: Math.max(start, span.start), end: Math.min(end, span.end) }));

/** A part of a span as its font draws it. */
export const shaped = ({ text }: Spans, span: Span): Shaped => shape(drawnText(text, span), span);

const widthOf = (spans: Spans, start: number, end: number): number =>
  start >= end ? 0 : partsOf(spans, start, end).reduce((sum, span) => sum + shaped(spans, span).width, 0);

/** The width of the longest part that is not broken, in sizes of the font. */
export const widestUnit = ({ units }: Prepared): number => Math.max(0, ...units.map(({ bareWidth }) => bareWidth));

/** Ends lines where they are full: at a good place, else at any between words, and inside a word only when it alone is wider than a line. */
export function linesOf(paragraph: Prepared, width: number): Line[] {
  const { text, units } = paragraph;
  const lines: Line[] = [];
  const add = (start: number, end: number) => {
    const bareEnd = withoutSpaces(text, start, end);
    lines.push({ start, end: bareEnd, goesOn: bareEnd === end });
  };
  let first = 0;
  // Where the line begins, when that is inside a unit that was broken.
  let start = 0;
  while (first < units.length) {
    const next = firstOfNext(paragraph, first, start, width);
    if (next > first) {
      add(start, units[next - 1]?.end ?? text.length);
      first = next;
      start = units[next]?.start ?? text.length;
      continue;
    }
    const end = endInside(paragraph, start, units[first]?.end ?? text.length, width);
    add(start, end);
    start = end;
    if (end >= (units[first]?.end ?? 0)) first++;
  }
  return lines.length === 0 ? [{ start: 0, end: 0, goesOn: false }] : lines;
}

/** The first unit that is on the next line; the given one when not even that fits. */
function firstOfNext(paragraph: Prepared, first: number, start: number, width: number): number {
  const { units } = paragraph;
  let used = 0;
  let good = first;
  for (let at = first; at < units.length; at++) {
    const unit = units[at];
    if (!unit) break;
    const isCut = at === first && start > unit.start;
    const bareWidth = isCut ? widthOf(paragraph, start, withoutSpaces(paragraph.text, start, unit.end)) : unit.bareWidth;
    if (used + bareWidth > width + 1e-6) return good > first ? good : at;
    used += isCut ? widthOf(paragraph, start, unit.end) : unit.width;
    if (unit.isGood) good = at + 1;
  }
  return units.length;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** No line of ours holds more characters. */
const longestLine = 400;

/** Where a word ends that must be broken: after as many characters as fit, and one at least. */
function endInside(paragraph: Prepared, start: number, end: number, width: number): number {
  const ends = [...graphemes.segment(paragraph.text.slice(start, Math.min(end, start + longestLine)))].map(
    ({ index, segment }) => start + index + segment.length,
  );
  let [fits, fails] = [0, ends.length];
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (widthOf(paragraph, start, ends[middle] ?? end) <= width) fits = middle;
    else fails = middle;
  }
  return ends[fits] ?? end;
}
