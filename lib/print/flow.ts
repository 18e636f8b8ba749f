import { pointsOfMm as mm } from './document.ts';
import { type Column, inks, type Sheet, type TextBlock } from './paragraph.ts';

/** A4 with its margins, in points. */
const paper = { width: mm(210), top: mm(18), bottom: mm(297 - 24), edge: mm(20) } as const;

/** What a part of the document is to a reader who does not see it. */
export type Part = PDFKit.PDFStructureElement;

/** A document that is filled from its top to its foot, page after page. */
export type Flow = Sheet & { root: Part; y: number };

export function newFlow(sheet: Sheet): Flow {
  const root = sheet.doc.struct('Document');
  sheet.doc.addStructure(root);
  return { ...sheet, root, y: paper.top };
}

/** A column by millimetres from where lines begin, inside the margins. */
export function columnAt({ direction }: Sheet, startMm: number, widthMm: number, align: Column['align'] = 'start'): Column {
  const x = paper.edge + mm(startMm);
  const width = mm(widthMm);
  return { x: direction === 'ltr' ? x : paper.width - x - width, width, align };
}

/** Goes on to a new page when so many points do not fit this one; whether it did. */
export function makeRoom(flow: Flow, height: number): boolean {
  if (flow.y + height <= paper.bottom || flow.y === paper.top) return false;
  flow.doc.addPage();
  flow.y = paper.top;
  return true;
}

/** Draws a text in a part of its own. */
export function tell(
  flow: Flow,
  parent: Part,
  tag: string,
  block: TextBlock,
  y: number,
  options: PDFKit.Mixins.StructureElementOptions & { scope?: 'Row' | 'Column' } = {},
): void {
  parent.add(flow.doc.struct(tag, { ...options, ...block.told }, () => block.draw(y)));
}

/** Draws what is only for the eye. */
export function decorate({ doc }: Flow, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}

/** A thin line from margin to margin, or over a column. */
export function rule(flow: Flow, y: number, { x, width }: Pick<Column, 'x' | 'width'> = columnAt(flow, 0, 170)): void {
  decorate(flow, () =>
    flow.doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.6)
      .stroke(inks.line),
  );
}

/** Draws texts beside each other on one baseline; answers the height of the tallest. */
export function tellRow(flow: Flow, parent: Part, cells: readonly { tag: 'TH' | 'TD'; block: TextBlock; scope?: 'Row' | 'Column' }[]): number {
  const row = flow.doc.struct('TR');
  parent.add(row);
  const baseline = Math.max(...cells.map(({ block }) => block.baseline));
  for (const { tag, block, scope } of cells) tell(flow, row, tag, block, flow.y + baseline - block.baseline, scope === undefined ? {} : { scope });
  row.end();
  return heightOfRow(cells.map(({ block }) => block));
}

export function heightOfRow(blocks: readonly TextBlock[]): number {
  const baseline = Math.max(...blocks.map((block) => block.baseline));
  return Math.max(...blocks.map((block) => baseline - block.baseline + block.height));
}
