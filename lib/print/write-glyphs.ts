import { type FaceName, faces, type Weight } from './faces.ts';
import { fontOf } from './font.ts';
import type { Shaped } from './shape.ts';

/**
 * What pdfkit keeps of a font that it embeds. Its own `text` would shape each word again, in the order of letters and not
 * of the line, so glyphs are written here; it embeds what they use.
 */
type Embedded = { id: string; subset: { includeGlyph(id: number): number }; widths: number[]; unicode: (readonly number[])[]; ref(): PDFKit.PDFKitReference };
type Interior = { _font: Embedded; page: { fonts: Record<string, unknown> }; addContent(text: string): unknown };

const interiorOf = (doc: PDFKit.PDFDocument): Interior => doc as unknown as Interior;

/** Draws shaped glyphs from a place on the page, in points from its top left corner; `y` is the baseline. */
export function writeGlyphs(
  doc: PDFKit.PDFDocument,
  run: Shaped,
  { face, weight }: { face: FaceName; weight: Weight },
  at: { x: number; y: number; size: number },
): void {
  const font = fontOf(face, weight);
  const name = `${face}-${weight}`;
  doc.registerFont(name, font as unknown as ArrayBuffer).font(name);
  const { _font: embedded, page } = interiorOf(doc);
  page.fonts[embedded.id] ??= embedded.ref();
  const perEm = 1000 / font.unitsPerEm;
  const { scale = 1 } = faces[face];
  const commands: string[] = [];
  let pen = 0;
  let isMoved = true;
  for (const { glyph, advance, right, up } of run.glyphs) {
    const id = embedded.subset.includeGlyph(glyph.id);
    embedded.widths[id] ??= glyph.advanceWidth * perEm;
    embedded.unicode[id] ??= glyph.codePoints;
    const isOff = right !== 0 || up !== 0;
    // Pages are drawn downwards from the top, letters upwards.
    if (isOff || isMoved) commands.push(`1 0 0 -1 ${short(at.x + (pen + right) * at.size)} ${short(at.y - up * at.size)} Tm`);
    commands.push(`[<${id.toString(16).padStart(4, '0')}> ${short(glyph.advanceWidth * perEm - (advance * 1000) / scale)}] TJ`);
    isMoved = isOff;
    pen += advance;
  }
  interiorOf(doc).addContent(`BT /${embedded.id} ${short(at.size * scale)} Tf ${joined(commands)} ET`);
}

/** Neighbours that are written from one place as one instruction, without the moves that move nothing. */
const joined = (commands: readonly string[]): string =>
  commands
    .join(' ')
    .replaceAll('] TJ [', ' ')
    .replaceAll(' 0>', '>')
    .replaceAll(/> 0(?= |\])/g, '>')
    .replaceAll('> <', '');

const short = (value: number): string => String(Number(value.toFixed(3)));
