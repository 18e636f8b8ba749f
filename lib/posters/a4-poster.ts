import { bytesOf, pointsOfMm as mm, newDocument } from '../print/document.ts';
import { type Column, fitted, type Look, type Sheet } from '../print/paragraph.ts';
import { codeBlock, drawDown, factsOf, fittingBlocks, type Placed, type Poster, spokenOf, testBlock, typedBlock } from './poster.ts';

const page = { width: 210, height: 297 } as const;
const column: Column = { x: mm(22), width: mm(page.width - 44), align: 'center' };
const edges = { top: mm(20), bottom: mm(page.height - 20) } as const;

/** A poster for a wall or a counter: one A4 page that is read from a few steps away. */
export function a4Poster(poster: Poster): Promise<Uint8Array<ArrayBuffer>> {
  const doc = newDocument(factsOf(poster, page));
  const sheet: Sheet = { doc, ...poster };
  const root = doc.struct('Document');
  doc.addStructure(root);
  const blocks = fittingBlocks(edges.bottom - edges.top, (scale) => blocksOf(sheet, poster, scale));
  drawDown(blocks, edges, (placed, y) => root.add(doc.struct(placed.tag, spokenOf(placed), () => placed.block.draw(y))));
  const test = testBlock(sheet, poster, column);
  if (test) root.add(doc.struct('P', {}, () => test.draw(mm(page.height - 13))));
  return bytesOf(doc);
}

function blocksOf(sheet: Sheet, poster: Poster, scale: number): Placed[] {
  const { merchant, amount, words, host, code } = poster;
  const side = mm(118) * scale;
  const text = (value: string, weight: 'plain' | 'bold', [most, least]: [number, number], lines = 1, direction: Look['direction'] = poster.direction) =>
    fitted(sheet, value, column, { weight, ink: weight === 'bold' ? 'strong' : 'soft', most: most * scale, least: least * scale, lines, direction });
  const typed = typedBlock(sheet, poster, column, 13 * scale);
  return [
    { tag: 'H1', gap: 0, block: text(merchant, 'bold', [38, 16], 2, 'auto') },
    ...(amount === undefined ? [] : [{ tag: 'P', gap: mm(6) * scale, block: text(amount, 'bold', [60, 24]) } satisfies Placed]),
    { tag: 'P', gap: mm(4) * scale, block: text(words.order, 'plain', [16, 10]) },
    { tag: 'Figure', alt: words.code, gap: mm(8) * scale, block: codeBlock(sheet, code, { x: mm(page.width) / 2 - side / 2, side }) },
    { tag: 'P', gap: mm(7) * scale, block: text(words.scan, 'bold', [24, 14]) },
    { tag: 'P', gap: mm(10) * scale, block: text(words.check, 'plain', [14, 10], 2) },
    { tag: 'P', gap: mm(3.5) * scale, block: text(host, 'bold', [32, 12], 1, 'auto') },
    ...(typed ? [{ tag: 'P', gap: mm(8) * scale, block: typed } satisfies Placed] : []),
  ];
}
