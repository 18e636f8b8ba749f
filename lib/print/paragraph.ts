import type { FaceName, Weight } from './faces.ts';
import { faces } from './faces.ts';
import { type Line, linesOf, type Prepared, partsOf, prepared, shaped, widestUnit } from './lines.ts';
import { type Effort, joined, newEffort, shape } from './shape.ts';
import { type Direction, inVisualOrder, type Pieces, type Span } from './spans.ts';
import { writeGlyphs } from './write-glyphs.ts';

/** A document that is being drawn, and the language it is drawn in. */
export type Sheet = { doc: PDFKit.PDFDocument; language: string; direction: 'ltr' | 'rtl' };

/** Near black, a grey of 7:1 on white for what is read second, and lines that only part things. */
export const inks = { strong: '#111827', soft: '#4b5563', line: '#d1d5db' } as const;

/** `start` is where lines of the sheet's language begin. In points from the page's left edge. */
export type Column = { x: number; width: number; align: 'start' | 'center' | 'end' };

/** Something of a known height that can be drawn at any place. */
export type Block = { height: number; draw: (y: number) => void };

/** `baseline`: of its first line, from its top. `told`: the text in the order in which it is read, where that is not the order of the eye. */
export type TextBlock = Block & { baseline: number; told: { actual?: string } };

/** `direction`: of its text, when that is not the sheet's, such as a name of any language. */
export type Look = { size: number; ink: 'strong' | 'soft'; direction?: Direction };

/** From line to line, in heights of the letters. */
const leading = 1.22;

/** Pieces as one paragraph of one size, of 40 lines at most: what goes on then ends with "…". */
export const paragraph = (sheet: Sheet, pieces: Pieces, column: Column, look: Look): TextBlock =>
  blockOf(sheet, preparedFor(sheet, pieces, look.direction), column, look);

const efforts = new WeakMap<PDFKit.PDFDocument, Effort>();

function preparedFor({ doc, language, direction }: Sheet, pieces: Pieces, own: Direction = direction): Prepared {
  const effort = efforts.get(doc) ?? newEffort();
  efforts.set(doc, effort);
  return prepared(pieces, { language, direction: own, effort });
}

/** So many lines fit a page in any script: nothing that a person writes in one field has more. */
const mostLines = 40;

function blockOf(sheet: Sheet, text: Prepared, column: Column, { size, ink }: Look): TextBlock {
  const lines = linesOf(text, column.width / size);
  if (lines.length > mostLines) return blockOf(sheet, shortened(sheet, text, lines), column, { size, ink });
  const [rise, drop] = bodyOf(text);
  const pitch = (rise + drop) * leading * size;
  const draw = (top: number) =>
    lines.forEach((line, index) => {
      sheet.doc.fillColor(inks[ink]);
      drawLine(sheet, text, line, { column, size, y: top + rise * size + index * pitch, isLast: index === lines.length - 1 });
    });
  return { height: (lines.length - 1) * pitch + (rise + drop) * size, baseline: rise * size, told: toldOf(text), draw };
}

/** The text up to the line before the last that may be, and a mark that it goes on. */
function shortened(sheet: Sheet, { text, spans, base }: Prepared, lines: readonly Line[]): Prepared {
  const kept = text.slice(0, lines[mostLines - 2]?.end ?? 0);
  return preparedFor(sheet, [{ text: `${kept} …`, weight: spans[0]?.weight ?? 'plain' }], base);
}

const toldOf = ({ text, spans }: Prepared): TextBlock['told'] => (spans.some(({ level }) => level % 2 === 1) ? { actual: text } : {});

/** How far the letters of a paragraph reach above and below its baselines, in sizes. */
function bodyOf({ spans }: Prepared): [rise: number, drop: number] {
  const used = spans.length === 0 ? [faces.latin] : spans.map(({ face }) => faces[face]);
  return [Math.max(...used.map(({ rise }) => rise)), Math.max(...used.map(({ drop }) => drop))];
}

type Place = { column: Column; size: number; y: number; isLast: boolean };

function drawLine(sheet: Sheet, text: Prepared, { start, end, goesOn }: Line, { column, size, y, isLast }: Place): void {
  const parts = partsOf(text, start, end);
  const runs = inVisualOrder(parts).map((span) => ({ span, run: shaped(text, span) }));
  const width = runs.reduce((sum, { run }) => sum + run.width, 0) * size;
  let x = startOf(sheet, column, width);
  // The space that nobody sees parts the last word of a line from the next for who is read the page; leftwards it would come first.
  const gap = isLast || goesOn || text.base === 'rtl' ? '' : ' ';
  runs.forEach(({ span, run }, index) => {
    const told = text.text.slice(span.start, span.end) + (index === runs.length - 1 ? gap : '');
    if (isToldApart(span)) {
      sheet.doc.markContent('Span', { actual: told });
      writeGlyphs(sheet.doc, run, span, { x, y, size });
      sheet.doc.endMarkedContent();
    } else writeGlyphs(sheet.doc, index === runs.length - 1 && gap !== '' ? joined([run, shape(gap, span)], span) : run, span, { x, y, size });
    x += run.width * size;
  });
}

const plainlyRead: ReadonlySet<FaceName> = new Set(['latin', 'arabic', 'hebrew', 'japanese', 'simplified', 'traditional', 'korean']);

/**
 * Whether glyphs alone do not tell the text, because they are moved, piled up or stand for others. Joined letters and those that
 * run from right to left do: readers of PDFs expect them in the order of the eye, and turn them.
 */
const isToldApart = ({ face, drawnAs }: Span): boolean => drawnAs !== undefined || !plainlyRead.has(face);

function startOf({ direction }: Sheet, { x, width, align }: Column, used: number): number {
  if (align === 'center') return x + (width - used) / 2;
  return (align === 'start') === (direction === 'ltr') ? x : x + width - used;
}

type Fit = { weight: Weight; ink: Look['ink']; most: number; least: number; lines: number; direction?: Direction };

/** Rather one line a third smaller than two. */
const oneLineShare = 0.67;

/**
 * A text in the largest size, of two and those between, in which it has at most so many lines and no word is broken.
 * At the least size it takes the lines that it takes.
 */
export function fitted(sheet: Sheet, text: string, column: Column, { weight, ink, most, least, lines, direction }: Fit): TextBlock {
  const ready = preparedFor(sheet, [{ text, weight }], direction);
  const sizes = Array.from({ length: Math.floor(2 * (most - least)) + 1 }, (_, step) => most - step / 2);
  const fitting = (few: number, from: number) =>
    sizes.find((size) => size >= from && widestUnit(ready) * size <= column.width && linesOf(ready, column.width / size).length <= few);
  return blockOf(sheet, ready, column, { size: fitting(1, most * oneLineShare) ?? fitting(lines, least) ?? least, ink });
}
