import { bytesOf, newDocument, pointsOfMm } from '../print/document.ts';
import type { Colour } from './colours.ts';
import { type QrDrawing, runsOf } from './drawing.ts';

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

/** A code alone on a page of its own size, quiet zone included. */
export function qrPdf(drawing: QrDrawing, sideMm: number, createdAt: Date): Promise<Uint8Array<ArrayBuffer>> {
  const doc = newDocument({ title: 'QR code', language: 'en', sizeMm: [sideMm, sideMm], createdAt });
  const figure = doc.struct('Figure', { alt: 'QR code' }, () => drawOnPage(doc, drawing, { x: 0, y: 0, side: pointsOfMm(sideMm) }));
  doc.addStructure(figure);
  return bytesOf(doc);
}
