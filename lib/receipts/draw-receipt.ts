import { bytesOf, pointsOfMm as mm, newDocument } from '../print/document.ts';
import { besideEachOther, columnAt, decorate, type Flow, makeRoom, newFlow, rule, tell } from '../print/flow.ts';
import { fitted, inks, type Look, paragraph } from '../print/paragraph.ts';
import type { Pieces } from '../print/spans.ts';
import type { ReceiptSheet } from './receipt-sheet.ts';
import { drawFacts, drawLines, drawSums } from './receipt-table.ts';

const plain = (text: string): Pieces => [{ text, weight: 'plain' }];
const bold = (text: string): Pieces => [{ text, weight: 'bold' }];

/** Draws a receipt on A4 pages. */
export function drawReceipt(receipt: ReceiptSheet): Promise<Uint8Array<ArrayBuffer>> {
  const { title, language, direction, createdAt } = receipt;
  const doc = newDocument({ title, language, sizeMm: [210, 297], createdAt });
  const flow = newFlow({ doc, language, direction });
  drawHead(flow, receipt);
  drawTestMode(flow, receipt);
  drawParties(flow, receipt);
  drawLines(flow, receipt);
  drawSums(flow, receipt);
  drawNotes(flow, receipt);
  flow.root.end();
  drawFeet(flow, receipt);
  return bytesOf(doc);
}

/** Who gives the receipt, and that it is one. */
function drawHead(flow: Flow, { heading, merchant, logo }: ReceiptSheet): void {
  const name = columnAt(flow, 0, 108);
  const title = fitted(flow, heading, columnAt(flow, 110, 60, 'end'), { weight: 'bold', ink: 'strong', most: 22, least: 12, lines: 2 });
  tell(flow, flow.root, 'H1', title, flow.y);
  const logoHeight = logo ? drawLogo(flow, logo, merchant) : 0;
  if (logoHeight > 0) {
    flow.y += Math.max(title.height, logoHeight) + mm(9);
    return;
  }
  const block = fitted(flow, merchant, name, { weight: 'bold', ink: 'strong', most: 16, least: 11, lines: 2, direction: 'auto' });
  tell(flow, flow.root, 'P', block, flow.y + Math.max(0, title.baseline - block.baseline));
  flow.y += Math.max(title.height, block.height) + mm(9);
}

const logoRoom = { width: mm(70), height: mm(18) } as const;

/** The logo where lines begin, in its own proportions; answers its height, none when it is no picture. */
function drawLogo(flow: Flow, logo: Uint8Array, merchant: string): number {
  // Width and height of a PNG's first chunk (ISO 15948, 11.2.2).
  const header = new DataView(logo.buffer, logo.byteOffset, logo.byteLength);
  if (logo.byteLength < 24 || header.getUint32(0) !== 0x89504e47) return 0;
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  const scale = Math.min(logoRoom.width / width, logoRoom.height / height);
  const column = columnAt(flow, 0, 170);
  const x = flow.direction === 'ltr' ? column.x : column.x + column.width - width * scale;
  flow.root.add(
    flow.doc.struct('Figure', { alt: merchant }, () => flow.doc.image(Buffer.from(logo), x, flow.y, { width: width * scale, height: height * scale })),
  );
  return height * scale;
}

/** In a frame, so that nobody takes it for a proof of payment. */
function drawTestMode(flow: Flow, { test }: ReceiptSheet): void {
  if (test.length === 0) return;
  const column = columnAt(flow, 0, 170);
  const look: Look = { size: 10, ink: 'strong' };
  const block = paragraph(flow, bold(test.join(' ')), { ...column, x: column.x + mm(4), width: column.width - mm(8) }, look);
  decorate(flow, () =>
    flow.doc
      .roundedRect(column.x, flow.y, column.width, block.height + mm(6), mm(1.5))
      .lineWidth(0.9)
      .stroke(inks.soft),
  );
  tell(flow, flow.root, 'P', block, flow.y + mm(3));
  flow.y += block.height + mm(6) + mm(8);
}

/** The seller where lines begin, beside it what was paid for, when and how. */
function drawParties(flow: Flow, { seller, facts }: ReceiptSheet): void {
  besideEachOther(flow, [() => drawSeller(flow, seller), () => drawFacts(flow, facts, [84, 86])]);
  flow.y += mm(9);
}

function drawSeller(flow: Flow, { heading, name, address, facts }: ReceiptSheet['seller']): void {
  const column = columnAt(flow, 0, 80);
  const below = (tag: string, pieces: Pieces, look: Look, gap: number) => {
    const block = paragraph(flow, pieces, column, look);
    makeRoom(flow, block.height);
    tell(flow, flow.root, tag, block, flow.y);
    flow.y += block.height + gap;
  };
  below('H2', plain(heading), { size: 8.5, ink: 'soft' }, 4);
  below('P', bold(name), { size: 10, ink: 'strong', direction: 'auto' }, 2.5);
  for (const line of address) below('P', plain(line), { size: 10, ink: 'strong', direction: 'auto' }, 2.5);
  flow.y += 4;
  if (facts.length > 0) drawFacts(flow, facts, [0, 80]);
}

function drawNotes(flow: Flow, { notes }: ReceiptSheet): void {
  flow.y += mm(8);
  for (const note of notes) {
    const block = paragraph(flow, plain(note), columnAt(flow, 0, 170), { size: 9, ink: 'soft' });
    makeRoom(flow, block.height);
    tell(flow, flow.root, 'P', block, flow.y);
    flow.y += block.height + 5;
  }
}

/** Where it was made, and which page this is of how many: on every page, for the eye alone. */
function drawFeet(flow: Flow, { madeBy, pageOf, locale }: ReceiptSheet): void {
  const { start, count } = flow.doc.bufferedPageRange();
  const look: Look = { size: 8, ink: 'soft' };
  const number = new Intl.NumberFormat(locale);
  for (let page = start; page < start + count; page++) {
    flow.doc.switchToPage(page);
    const values: Readonly<Record<string, string>> = { page: number.format(page + 1), pages: number.format(count) };
    const words = pageOf.map((part) => ('text' in part ? part.text : (values[part.value] ?? ''))).join('');
    const y = mm(297 - 16);
    rule(flow, y);
    decorate(flow, () => {
      paragraph(flow, plain(madeBy), columnAt(flow, 0, 110), look).draw(y + 5);
      paragraph(flow, plain(words), columnAt(flow, 112, 58, 'end'), look).draw(y + 5);
    });
  }
}
