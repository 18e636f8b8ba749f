import PDFDocument from 'pdfkit';
import type { Colour } from './colours.ts';
import { type QrDrawing, runsOf } from './drawing.ts';

/** PDF counts in points of 1/72 inch. */
export const pointsOfMm = (mm: number): number => (mm * 72) / 25.4;

type Place = { x: number; y: number; side: number };

/** Draws a code on a page, in points from the page's top left corner. Modules are filled as one path, which leaves no hairlines. */
export function drawOnPage(doc: PDFKit.PDFDocument, drawing: QrDrawing, { x, y, side }: Place): void {
  const { style, logo } = drawing;
  doc
    .save()
    .translate(x, y)
    .scale(side / drawing.side);
  doc.rect(0, 0, drawing.side, drawing.side).fill([...style.background]);
  for (const run of runsOf(drawing)) doc.rect(run.x, run.y, run.width, 1);
  doc.fill([...style.foreground]);
  if (logo) drawLogo(doc, logo, style);
  doc.restore();
}

function drawLogo(doc: PDFKit.PDFDocument, logo: NonNullable<QrDrawing['logo']>, { foreground, background }: { foreground: Colour; background: Colour }): void {
  doc.roundedRect(logo.left, logo.left, logo.side, logo.side, logo.radius).fill([...background]);
  for (const [[startX, startY] = [0, 0], ...rest] of logo.strokes) {
    doc.moveTo(startX, startY);
    for (const [toX, toY] of rest) doc.lineTo(toX, toY);
  }
  doc
    .lineWidth(logo.strokeWidth)
    .lineCap('round')
    .lineJoin('round')
    .stroke([...foreground]);
}

/** What a document says of itself to readers that cannot see it, and to those that list it. */
export type DocumentFacts = { title: string; language: string; sizeMm: readonly [width: number, height: number]; createdAt: Date };

/** An empty tagged document of one page. Its bytes depend on nothing but these facts and what is drawn. */
export function newDocument({ title, language, sizeMm: [width, height], createdAt }: DocumentFacts): PDFKit.PDFDocument {
  return new PDFDocument({
    size: [pointsOfMm(width), pointsOfMm(height)],
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    lang: language,
    displayTitle: true,
    info: { Title: plainTitle(title), CreationDate: createdAt, Creator: 'payment-links', Producer: 'payment-links' },
  });
}

/** The library copies the title into XML as it is, where a merchant's "&" would break it. */
const plainTitle = (title: string): string => title.replaceAll('&', '+').replaceAll('<', '‹').replaceAll('>', '›');

/** Ends a document and answers its bytes. */
export async function bytesOf(doc: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.end();
  await ended;
  return Uint8Array.from(Buffer.concat(chunks));
}

/** A code alone on a page of its own size, quiet zone included. */
export function qrPdf(drawing: QrDrawing, sideMm: number, createdAt: Date): Promise<Uint8Array<ArrayBuffer>> {
  const doc = newDocument({ title: 'QR code', language: 'en', sizeMm: [sideMm, sideMm], createdAt });
  const figure = doc.struct('Figure', { alt: 'QR code' }, () => drawOnPage(doc, drawing, { x: 0, y: 0, side: pointsOfMm(sideMm) }));
  doc.addStructure(figure);
  return bytesOf(doc);
}
