import type { PosterWords } from '../i18n/poster-words.ts';
import { type DocumentFacts, pointsOfMm as mm } from '../print/document.ts';
import { type Block, type Column, fitted, inks, paragraph, type Sheet, type TextBlock } from '../print/paragraph.ts';
import type { Pieces } from '../print/spans.ts';
import type { QrDrawing } from '../qr/drawing.ts';
import { drawOnPage } from '../qr/pdf.ts';

/** What is printed: texts of any script. */
export type Poster = {
  merchant: string;
  /** As people read it; undefined when it is not to be shown. */
  amount: string | undefined;
  orderId: string;
  /** The host that a phone shows once the code is scanned. */
  host: string;
  /** Where a short code is typed by whoever cannot scan: "pay.example.com/p". */
  typedAt: string;
  /** Twelve characters to type there; the sentence is left out without them. */
  shortCode?: string | undefined;
  code: QrDrawing;
  words: PosterWords;
  /** BCP 47. */
  language: string;
  direction: 'ltr' | 'rtl';
  /** Says that no real money moves. */
  isTest: boolean;
  createdAt: Date;
};

/** A block on its way down a page: what it is to a reader who does not see it, and the space above it in points. */
export type Placed = { tag: 'H1' | 'P' | 'Figure'; alt?: string; gap: number; block: Block | TextBlock };

/** What is read aloud instead of what is drawn, where that differs. */
export const spokenOf = ({ alt, block }: Placed): { alt?: string; actual?: string } => ({
  ...(alt !== undefined && { alt }),
  ...('told' in block && block.told),
});

/** What the document says of itself. */
export const factsOf = ({ words, language, createdAt }: Poster, { width, height }: { width: number; height: number }): DocumentFacts => ({
  title: words.title,
  language,
  sizeMm: [width, height],
  createdAt,
});

/** The code in a thin frame; its quiet zone keeps them apart. */
export function codeBlock({ doc }: Sheet, code: QrDrawing, { x, side }: { x: number; side: number }): Block {
  const draw = (y: number) => {
    drawOnPage(doc, code, { x, y, side });
    doc.roundedRect(x, y, side, side, mm(4)).lineWidth(0.75).stroke(inks.line);
  };
  return { height: side, draw };
}

/** How to pay without scanning, where there is a short code. */
export function typedBlock(sheet: Sheet, { words, typedAt, shortCode, orderId }: Poster, column: Column, size: number): TextBlock | undefined {
  if (shortCode === undefined) return undefined;
  const values: Readonly<Record<string, string>> = { address: typedAt, code: grouped(shortCode), orderId };
  const pieces: Pieces = words.type.map((part) =>
    'text' in part ? { text: part.text, weight: 'plain' } : { text: isolated(values[part.value] ?? ''), weight: 'bold' },
  );
  return paragraph(sheet, pieces, column, { size, ink: 'soft' });
}

/** Between marks (U+2068, U+2069) that keep a value of one direction from reordering words of the other. */
const isolated = (value: string): string => `\u2068${value}\u2069`;

/** In groups of four, so that nobody loses their place. */
const grouped = (code: string): string => code.match(/.{1,4}/g)?.join('-') ?? code;

/** That no real money moves, at the foot of a page. */
export function testBlock(sheet: Sheet, { words, isTest }: Poster, column: Column): TextBlock | undefined {
  return isTest ? fitted(sheet, words.testMode, column, { weight: 'plain', ink: 'soft', most: 9, least: 6, lines: 1 }) : undefined;
}

/** The largest of a layout's scales at which its blocks fit this height; the smallest when none does. */
export function fittingBlocks(height: number, build: (scale: number) => Placed[]): Placed[] {
  const scales = [1.12, 1.06, 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
  const found = scales.map((scale) => () => build(scale)).find((blocks) => heightOf(blocks()) <= height);
  return (found ?? (() => build(0.5)))();
}

const heightOf = (blocks: readonly Placed[]): number => blocks.reduce((sum, { gap, block }) => sum + gap + block.height, 0);

/** How far spaces are stretched on a page with room to spare. */
const mostStretch = 1.5;

/** Draws blocks one below the other: spare room first widens the spaces between them, the rest goes above and below. */
export function drawDown(blocks: readonly Placed[], { top, bottom }: { top: number; bottom: number }, add: (placed: Placed, y: number) => void): void {
  const spaces = blocks.reduce((sum, { gap }) => sum + gap, 0);
  const spare = bottom - top - heightOf(blocks);
  const stretch = spaces === 0 ? 1 : Math.min(mostStretch, 1 + Math.max(0, spare) / spaces);
  let y = top + Math.max(0, spare - spaces * (stretch - 1)) / 2;
  for (const placed of blocks) {
    y += placed.gap * stretch;
    add(placed, y);
    y += placed.block.height;
  }
}
