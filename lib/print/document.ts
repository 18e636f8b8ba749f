import PDFDocument from 'pdfkit';

/** PDF counts in points of 1/72 inch. */
export const pointsOfMm = (mm: number): number => (mm * 72) / 25.4;

/** What a document says of itself to readers that cannot see it, and to those that list it. */
export type DocumentFacts = { title: string; language: string; sizeMm: readonly [width: number, height: number]; createdAt: Date };

/** A tagged document with one empty page; all its pages stay open until it ends. Its bytes depend on nothing but these facts and what is drawn. */
export function newDocument({ title, language, sizeMm: [width, height], createdAt }: DocumentFacts): PDFKit.PDFDocument {
  return new PDFDocument({
    size: [pointsOfMm(width), pointsOfMm(height)],
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    lang: language,
    displayTitle: true,
    bufferPages: true,
    info: { Title: plainTitle(title), CreationDate: createdAt, Creator: 'payment-links', Producer: 'payment-links' },
  });
}

/** The library copies the title into XML as it is, where a merchant's "&" would break it; marks of direction are none of a title's letters. */
const plainTitle = (title: string): string =>
  title
    .replaceAll('&', '+')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll(/[\u200e\u200f\u2066-\u2069]|\p{Cc}/gu, '');

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
