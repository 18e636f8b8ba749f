import { type FaceName, faces, type Weight } from './faces.ts';
import { type Font, fontOf, type Glyph, type Position } from './font.ts';

/** A glyph in its place: advances and offsets in sizes of the text. */
export type PlacedGlyph = { glyph: Glyph; advance: number; right: number; up: number };

/** A text as its font draws it, from left to right. */
export type Shaped = { glyphs: readonly PlacedGlyph[]; width: number };

const space = 0x20;

type Way = { face: FaceName; weight: Weight; level: number };

/** Words come again and again, in one document and in the next. */
const known = new Map<string, Shaped>();
const mostKnown = 4000;

/** A text of one font and one direction as glyphs: letters joined, piled and moved as their script wants. */
export function shape(text: string, way: Way): Shaped {
  const key = `${way.face} ${way.weight} ${way.level % 2} ${text}`;
  const found = known.get(key) ?? shapedAnew(text, way);
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

function shapedAnew(text: string, { face, weight, level }: Way): Shaped {
  const font = fontOf(face, weight);
  const { glyphs, positions } = laidOut(font, text, level % 2 === 1 ? 'rtl' : 'ltr');
  const em = font.unitsPerEm / (faces[face].scale ?? 1);
  const placed = glyphs.map((glyph, index) => {
    const { xAdvance, xOffset, yOffset } = positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
    return { glyph, advance: xAdvance / em, right: xOffset / em, up: yOffset / em };
  });
  // The library puts a space without width where a joiner was.
  const drawn = placed.filter(({ glyph, advance }) => advance !== 0 || glyph.codePoints[0] !== space);
  return { glyphs: drawn, width: placed.reduce((sum, { advance }) => sum + advance, 0) };
}

/** Letters that no rule of the font knows together (a sign alone, twenty marks on one letter) must not cost anybody their receipt: they stand side by side. */
function laidOut(font: Font, text: string, direction: 'ltr' | 'rtl'): { glyphs: readonly Glyph[]; positions: readonly Position[] } {
  try {
    return font.layout(text, undefined, undefined, undefined, direction);
  } catch {
    const glyphs = [...text].map((char) => font.glyphForCodePoint(char.codePointAt(0) ?? 0));
    if (direction === 'rtl') glyphs.reverse();
    return { glyphs, positions: glyphs.map(({ advanceWidth }) => ({ xAdvance: advanceWidth, xOffset: 0, yOffset: 0 })) };
  }
}
