import { pointsOfMm as mm } from './document.ts';
import { type Column, inks, type Sheet, type TextBlock } from './paragraph.ts';

/** A4 with its margins, in points. */
const paper = { width: mm(210), top: mm(18), bottom: mm(297 - 24), edge: mm(20) } as const;

/** What a part of the document is to a reader who does not see it. */
export type Part = PDFKit.PDFStructureElement;

/** A document that is filled from its top to its foot, page after page. */
export type Flow = Sheet & { root: Part; page: number; y: number };

export function newFlow(sheet: Sheet): Flow {
  const root = sheet.doc.struct('Document');
  sheet.doc.addStructure(root);
  return { ...sheet, root, page: 0, y: paper.top };
}

/** A column by millimetres from where lines begin, inside the margins. */
export function columnAt({ direction }: Sheet, startMm: number, widthMm: number, align: Column['align'] = 'start'): Column {
  const x = paper.edge + mm(startMm);
  const width = mm(widthMm);
  return { x: direction === 'ltr' ? x : paper.width - x - width, width, align };
}

/** Goes on to the next page, a new one unless it is there, when so many points do not fit this one; whether it did. */
export function makeRoom(flow: Flow, height: number): boolean {
  if (flow.y + height <= paper.bottom || flow.y === paper.top) return false;
  toPage(flow, flow.page + 1);
  flow.y = paper.top;
  return true;
}

function toPage(flow: Flow, page: number): void {
  if (page < flow.doc.bufferedPageRange().count) flow.doc.switchToPage(page);
  else flow.doc.addPage();
  flow.page = page;
}

/** Fills columns that begin beside each other, each over as many pages as it takes, and goes on below the one that ends last. */
export function besideEachOther(flow: Flow, columns: readonly (() => void)[]): void {
  const { page, y } = flow;
  const ends = columns.map((draw) => {
    toPage(flow, page);
    flow.y = y;
    draw();
    return { page: flow.page, y: flow.y };
  });
  const last = Math.max(...ends.map((end) => end.page));
  toPage(flow, last);
  flow.y = Math.max(...ends.filter((end) => end.page === last).map((end) => end.y));
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
