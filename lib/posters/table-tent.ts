import { bytesOf, pointsOfMm as mm, newDocument } from '../print/document.ts';
import { type Column, fitted, inks, type Look, type Sheet } from '../print/paragraph.ts';
import { codeBlock, drawDown, factsOf, fittingBlocks, type Placed, type Poster, spokenOf, testBlock, typedBlock } from './poster.ts';

/** A5, whose halves are A6. */
const paper = { width: 148, height: 210 } as const;
const face = { width: paper.width, height: paper.height / 2 } as const;

/** The code comes where lines begin, what it is for beside it. */
const beside: Column = { x: mm(11), width: mm(64), align: 'center' };
const facts: Column = { x: mm(84), width: mm(face.width - 84 - 11), align: 'start' };
const columnIn = ({ direction }: Sheet, column: Column): Column => (direction === 'ltr' ? column : { ...column, x: mm(face.width) - column.x - column.width });

const edges = { top: mm(11), bottom: mm(face.height - 11) } as const;

/**
 * A table tent: an A5 sheet with two A6 faces, the upper one upside down. Folded in the middle it stands on a table by
 * itself and is read from both sides; cut there, it is two cards for the stands that cafés have. A single A6 page would
 * need such a stand, and few printers take its paper.
 */
export function tableTent(poster: Poster): Promise<Uint8Array<ArrayBuffer>> {
  const doc = newDocument(factsOf(poster, paper));
  const sheet: Sheet = { doc, ...poster };
  const root = doc.struct('Document');
  doc.addStructure(root);
  doc.save().translate(0, mm(face.height));
  drawFace(sheet, poster, (placed, y) => root.add(doc.struct(placed.tag, spokenOf(placed), () => placed.block.draw(y))));
  doc.restore();
  // The same once more, for the eye: who is read the page need not hear it twice.
  doc.markContent('Artifact', { type: 'Layout' });
  doc.save().translate(mm(face.width), mm(face.height)).rotate(180);
  drawFace(sheet, poster, ({ block }, y) => block.draw(y));
  doc.restore();
  drawFold(doc);
  doc.endMarkedContent();
  return bytesOf(doc);
}

function drawFace(sheet: Sheet, poster: Poster, add: (placed: Placed, y: number) => void): void {
  // The names come first, in what is read aloud too.
  const told = fittingBlocks(edges.bottom - edges.top, (scale) => factBlocks(sheet, poster, scale));
  drawDown(told, edges, add);
  drawDown(codeBlocks(sheet, poster), edges, add);
  const test = testBlock(sheet, poster, { x: 0, width: mm(face.width), align: 'center' });
  if (test) add({ tag: 'P', gap: 0, block: test }, mm(face.height - 7));
}

function codeBlocks(sheet: Sheet, { code, words }: Poster): Placed[] {
  const column = columnIn(sheet, beside);
  return [
    { tag: 'Figure', alt: words.code, gap: 0, block: codeBlock(sheet, code, { x: column.x, side: column.width }) },
    { tag: 'P', gap: mm(3), block: fitted(sheet, words.scan, column, { weight: 'bold', ink: 'strong', most: 12, least: 9, lines: 2 }) },
  ];
}

function factBlocks(sheet: Sheet, poster: Poster, scale: number): Placed[] {
  const { merchant, amount, words, host } = poster;
  const column = columnIn(sheet, facts);
  const text = (value: string, weight: 'plain' | 'bold', [most, least]: [number, number], lines = 1, direction: Look['direction'] = poster.direction) =>
    fitted(sheet, value, column, { weight, ink: weight === 'bold' ? 'strong' : 'soft', most: most * scale, least: least * scale, lines, direction });
  const typed = typedBlock(sheet, poster, column, 9 * scale);
  return [
    { tag: 'H1', gap: 0, block: text(merchant, 'bold', [22, 11], 3, 'auto') },
    ...(amount === undefined ? [] : [{ tag: 'P', gap: mm(4) * scale, block: text(amount, 'bold', [30, 13]) } satisfies Placed]),
    { tag: 'P', gap: mm(3) * scale, block: text(words.order, 'plain', [11, 8], 2) },
    { tag: 'P', gap: mm(8) * scale, block: text(words.check, 'plain', [9.5, 8], 3) },
    { tag: 'P', gap: mm(1.5) * scale, block: text(host, 'bold', [17, 7], 1, 'auto') },
    ...(typed ? [{ tag: 'P', gap: mm(5) * scale, block: typed } satisfies Placed] : []),
  ];
}

/** Short lines at the edges, where the sheet is folded; they vanish in the fold. */
function drawFold(doc: PDFKit.PDFDocument): void {
  const length = mm(5);
  for (const x of [0, mm(paper.width) - length]) {
    doc
      .moveTo(x, mm(face.height))
      .lineTo(x + length, mm(face.height))
      .lineWidth(0.5)
      .stroke(inks.line);
  }
}
