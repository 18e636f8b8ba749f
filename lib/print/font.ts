import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { processWide } from '../process.ts';
import { type FaceName, faces, type Weight } from './faces.ts';
import { plainFont } from './woff.ts';

/** One shape of a font, and the characters it stands for. Widths are in the font's own units. */
export type Glyph = { id: number; codePoints: readonly number[]; advanceWidth: number };
export type Position = { xAdvance: number; xOffset: number; yOffset: number };

/** What we ask of fontkit, the font library that pdfkit brings along and embeds with. */
export type Font = {
  unitsPerEm: number;
  hasGlyphForCodePoint(code: number): boolean;
  getGlyph(id: number, codePoints?: readonly number[]): Glyph | null;
  glyphForCodePoint(code: number): Glyph;
  layout(
    text: string,
    features: undefined,
    script: undefined,
    language: undefined,
    direction: 'ltr' | 'rtl',
  ): { glyphs: readonly Glyph[]; positions: readonly Position[] };
};

/** pdfkit's own copy of it, so that the two always fit. */
const fontkit = (): { create(file: Buffer): Font } => {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve('pdfkit'))('fontkit');
};

const known = processWide('print-fonts', () => new Map<string, Font>());

/** A font, read from its package when it is first needed and then kept: an East Asian one is eight megabytes at most. */
export function fontOf(name: FaceName, weight: Weight): Font {
  const [plain, bold] = faces[name].files;
  const path = weight === 'bold' ? bold : plain;
  const font = known.get(path) ?? withoutMissingAnchors(freshGlyphs(fontkit().create(plainFont(readFileSync(fileOf(path))))));
  known.set(path, font);
  return font;
}

/** Packages need not export their fonts, so a file is looked for beside the package's own description or in its exports. */
function fileOf(path: string): string {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(path) ?? []) {
    try {
      return createRequire(`${folder}/`).resolve(`./${path}`);
    } catch {
      // Installed further up, perhaps.
    }
  }
  throw new Error(`The font ${path} is not installed. Run: npm ci`);
}

/**
 * The library keeps each glyph with the characters it first stood for. Where letters share a shape (Arabic ones without
 * their dots) a later text would be told as an earlier one, so each use of a glyph gets its own characters here.
 */
function freshGlyphs(font: Font): Font {
  const glyphOf = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints = []) => {
    const glyph = glyphOf(id);
    // Read once from the shared one, which then remembers it.
    if (codePoints.length === 0 || !glyph || glyph.advanceWidth < 0) return glyph;
    return Object.create(glyph, { codePoints: { value: codePoints } }) as Glyph;
  };
  return font;
}

type Anchored = { markAnchor: object | null };
type Positioner = {
  applyLookup(type: number, table: object): boolean;
  applyAnchor(mark: Anchored, baseAnchor: object | null, base: number): void;
};

/**
 * A font may say that a letter has no place for a kind of mark; the next of its rules is then asked. The library fails
 * there (foliojs/fontkit#367), with Telugu at its first word.
 */
function withoutMissingAnchors(font: Font): Font {
  const positioner = (font as unknown as { _layoutEngine: { engine: { GPOSProcessor: Positioner | null } | null } })._layoutEngine.engine?.GPOSProcessor;
  if (!positioner) return font;
  const applyLookup = positioner.applyLookup.bind(positioner);
  const applyAnchor = positioner.applyAnchor.bind(positioner);
  let isMissing = false;
  positioner.applyAnchor = (mark, baseAnchor, base) => {
    if (mark.markAnchor && baseAnchor) applyAnchor(mark, baseAnchor, base);
    else isMissing = true;
  };
  positioner.applyLookup = (type, table) => {
    isMissing = false;
    return applyLookup(type, table) && !isMissing;
  };
  return font;
}
