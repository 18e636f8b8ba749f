import { breaksOf, isSpace } from './breaks.ts';
import { type Effort, joined, newEffort, type Shaped, shapeWord } from './shape.ts';
import { type Direction, drawnText, type Pieces, type Span, type Spans, spansOf } from './spans.ts';

/** Characters between two places where a line may end. Widths in sizes of the font, with and without the spaces at the end. */
type Unit = { start: number; end: number; width: number; bareWidth: number; isGood: boolean };

type Measured = Spans & { cuts: readonly number[]; effort: Effort };

/** A paragraph that waits for the width of its lines. What lies between two `cuts` is shaped as one: words, and the spaces behind them. */
export type Prepared = Measured & { units: Unit[] };

/** `end` leaves out the spaces at the end; `goesOn`: no space parts the line from the next. */
export type Line = { start: number; end: number; goesOn: boolean };

/** Measures a paragraph once, for any size and any width. `effort`: of the document it is for. */
export function prepared(pieces: Pieces, { effort = newEffort(), ...manner }: { language: string; direction: Direction; effort?: Effort }): Prepared {
  const spans = spansOf(pieces, manner);
  const grades = breaksOf(spans.text, manner.language);
  const ends = grades.flatMap((grade, end) => (grade === 0 || end === 0 ? [] : [end]));
  const places = ends.map((end, index) => {
    const start = ends[index - 1] ?? 0;
    return { start, end, bareEnd: withoutSpaces(spans.text, start, end) };
  });
  const measured: Measured = { ...spans, effort, cuts: [...new Set(places.flatMap(({ bareEnd, end }) => [bareEnd, end]))] };
  const units = places.map(({ start, end, bareEnd }): Unit => {
    const bareWidth = widthOf(measured, start, bareEnd);
    return { start, end, bareWidth, width: bareWidth + widthOf(measured, bareEnd, end), isGood: grades[end] === 2 };
  });
  return { ...measured, units };
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
export function shaped({ text, cuts, effort }: Measured, span: Span): Shaped {
  const edges = [span.start, ...cuts.filter((cut) => cut > span.start && cut < span.end), span.end];
  const words = edges.slice(1).map((end, index) => shapeWord(drawnText(text, { ...span, start: edges[index] ?? 0, end }), span, effort));
  return joined(words, span);
}

const widthOf = (measured: Measured, start: number, end: number): number =>
  start >= end ? 0 : partsOf(measured, start, end).reduce((sum, span) => sum + shaped(measured, span).width, 0);

/** The width of the longest part that is not broken, in sizes of the font. */
export const widestUnit = ({ units }: Prepared): number => Math.max(0, ...units.map(({ bareWidth }) => bareWidth));

/** Ends lines where they are full: at a good place, else at any between words, and inside a word only when it alone is wider than a line. */
export function linesOf(paragraph: Prepared, width: number): Line[] {
  const { text } = paragraph;
  const units = paragraph.units.flatMap((unit) => (unit.bareWidth > width + slack ? broken(paragraph, unit, width) : [unit]));
  const lines: Line[] = [];
  let first = 0;
  while (first < units.length) {
    const next = firstOfNext(units, first, width);
    const [start, end] = [units[first]?.start ?? 0, units[next - 1]?.end ?? text.length];
    const bareEnd = withoutSpaces(text, start, end);
    lines.push({ start, end: bareEnd, goesOn: bareEnd === end });
    first = next;
  }
  return lines.length === 0 ? [{ start: 0, end: 0, goesOn: false }] : lines;
}

/** Sums of widths are not exact. */
const slack = 1e-6;

/** The first unit that is on the next line: one at least is on this. */
function firstOfNext(units: readonly Unit[], first: number, width: number): number {
  let used = 0;
  let good = first;
  for (let at = first; at < units.length; at++) {
    const unit = units[at];
    if (!unit) break;
    if (at > first && used + unit.bareWidth > width + slack) return good > first ? good : at;
    used += unit.width;
    if (unit.isGood) good = at + 1;
  }
  return units.length;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A word that is wider than a line, in parts that are not: each as many characters as fit when measured alone, fewer where they
 * are wider together, and one at least. So its letters are shaped once more, however long it is.
 */
function broken(paragraph: Prepared, { start, end, width: whole, bareWidth, isGood }: Unit, width: number): Unit[] {
  const bareEnd = withoutSpaces(paragraph.text, start, end);
  const letters = Array.from(graphemes.segment(paragraph.text.slice(start, bareEnd)), ({ index, segment }) => {
    const from = start + index;
    return { from, to: from + segment.length, width: widthOf(paragraph, from, from + segment.length) };
  });
  const parts: Unit[] = [];
  for (let first = 0; first < letters.length; ) {
    let after = first + 1;
    for (let used = letters[first]?.width ?? 0; after < letters.length; after++) {
      used += letters[after]?.width ?? 0;
      if (used > width) break;
    }
    const from = letters[first]?.from ?? start;
    const measure = () => widthOf(paragraph, from, letters[after - 1]?.to ?? bareEnd);
    let own = measure();
    while (own > width && after > first + 1) {
      after = Math.max(first + 1, Math.min(after - 1, first + Math.floor(((after - first) * width) / own)));
      own = measure();
    }
    parts.push({ start: from, end: letters[after - 1]?.to ?? bareEnd, width: own, bareWidth: own, isGood: false });
    first = after;
  }
  const last = parts.pop();
  return last ? [...parts, { ...last, end, width: last.width + whole - bareWidth, isGood }] : [];
}
