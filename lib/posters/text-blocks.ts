const fonts = { plain: 'Helvetica', bold: 'Helvetica-Bold' } as const;
type Font = keyof typeof fonts;

/** Near black, a grey of 7:1 on white for what is read second, and lines that only part things. */
export const inks = { strong: '#111827', soft: '#4b5563', line: '#d1d5db' } as const;
type Ink = keyof typeof inks;

/** Texts in one font or another, set as one paragraph. */
export type Pieces = readonly { text: string; font: Font }[];

export type Column = { x: number; width: number; align: 'left' | 'center' };

/** Something of a known height that can be drawn at any place. */
export type Block = { height: number; draw: (y: number) => void };

/** From line to line, and how much of it is the line itself, in sizes of the font. */
const lineHeight = 1.22;
const bodyHeight = 0.95;

type Look = { size: number; ink: Ink };

/** Pieces as one paragraph of one size. */
export function paragraph(doc: PDFKit.PDFDocument, pieces: Pieces, column: Column, { size, ink }: Look): Block {
  const lines = linesOf(doc, pieces, column.width, size);
  return {
    height: ((lines.length - 1) * lineHeight + bodyHeight) * size,
    draw: (top) => {
      lines.forEach(({ pieces: line, goesOn }, index) => {
        let x = column.align === 'left' ? column.x : column.x + (column.width - widthOf(doc, line, size)) / 2;
        line.forEach(({ text, font }, at) => {
          // The space that nobody sees parts the last word of a line from the next for who is read the page.
          const isEnd = at === line.length - 1 && index < lines.length - 1 && !goesOn;
          doc
            .font(fonts[font])
            .fontSize(size)
            .fillColor(inks[ink])
            .text(isEnd ? `${text} ` : text, x, top + index * lineHeight * size, { lineBreak: false });
          x += widthOf(doc, [{ text, font }], size);
        });
      });
    },
  };
}

type Fit = { font: Font; ink: Ink; most: number; least: number; lines: number };

/** Rather one line a third smaller than two. */
const oneLineShare = 0.67;

/**
 * A text in the largest size, of two and those between, in which it has at most so many lines and no word is broken.
 * At the least size it takes the lines that it takes: nothing is ever cut off.
 */
export function fitted(doc: PDFKit.PDFDocument, text: string, column: Column, { font, ink, most, least, lines }: Fit): Block {
  const pieces = [{ text, font }];
  const isUnbroken = (size: number) => text.split(' ').every((word) => widthOf(doc, [{ text: word, font }], size) <= column.width);
  const sizes = Array.from({ length: Math.floor(2 * (most - least)) + 1 }, (_, step) => most - step / 2);
  const fitting = (few: number, from: number) =>
    sizes.find((size) => size >= from && isUnbroken(size) && linesOf(doc, pieces, column.width, size).length <= few);
  return paragraph(doc, pieces, column, { size: fitting(1, most * oneLineShare) ?? fitting(lines, least) ?? least, ink });
}

function widthOf(doc: PDFKit.PDFDocument, pieces: Pieces, size: number): number {
  return pieces.reduce((sum, { text, font }) => sum + doc.font(fonts[font]).fontSize(size).widthOfString(text), 0);
}

/** `goesOn`: the line ends inside a word. */
type Line = { pieces: Pieces; goesOn: boolean };

/** Breaks a paragraph where its lines are full: at spaces, and inside a word only when it alone is wider than the column. */
function linesOf(doc: PDFKit.PDFDocument, pieces: Pieces, width: number, size: number): Line[] {
  const lines: Line[] = [];
  let line: Line = { pieces: [], goesOn: false };
  for (const word of wordsOf(pieces).flatMap((whole) => broken(doc, whole, width, size))) {
    const longer = line.pieces.length === 0 ? word.pieces : joined(line.pieces, word.pieces);
    if (line.goesOn || (line.pieces.length > 0 && widthOf(doc, longer, size) > width)) {
      lines.push(line);
      line = word;
    } else line = { pieces: longer, goesOn: word.goesOn };
  }
  return [...lines, line];
}

/** What stands between spaces; a word may be of several pieces, such as a bold number and the full stop behind it. */
function wordsOf(pieces: Pieces): Pieces[] {
  const words: { text: string; font: Font }[][] = [[]];
  for (const { text, font } of pieces) {
    text.split(' ').forEach((part, index) => {
      if (index > 0) words.push([]);
      if (part !== '') words.at(-1)?.push({ text: part, font });
    });
  }
  return words.filter((word) => word.length > 0);
}

function broken(doc: PDFKit.PDFDocument, word: Pieces, width: number, size: number): Line[] {
  if (widthOf(doc, word, size) <= width) return [{ pieces: word, goesOn: false }];
  const parts: Line[] = [];
  let part: Pieces = [];
  for (const letter of word.flatMap(({ text, font }) => [...text].map((char) => ({ text: char, font })))) {
    const longer = merged([...part, letter]);
    if (part.length > 0 && widthOf(doc, longer, size) > width) {
      parts.push({ pieces: part, goesOn: true });
      part = [letter];
    } else part = longer;
  }
  return [...parts, { pieces: part, goesOn: false }];
}

const joined = (line: Pieces, word: Pieces): Pieces => merged([...line, { text: ' ', font: word[0]?.font ?? 'plain' }, ...word]);

/** Neighbours of one font as one piece. */
function merged(pieces: Pieces): Pieces {
  const out: { text: string; font: Font }[] = [];
  for (const { text, font } of pieces) {
    const last = out.at(-1);
    if (last?.font === font) last.text += text;
    else out.push({ text, font });
  }
  return out;
}
