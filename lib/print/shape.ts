import { type FaceName, faces, type Weight } from './faces.ts';
import { type Font, fontOf, type Glyph, type Position } from './font.ts';

/** A glyph in its place: advances and offsets in sizes of the text. */
export type PlacedGlyph = { glyph: Glyph; advance: number; right: number; up: number };

/** A text as its font draws it, from left to right. */
export type Shaped = { glyphs: readonly PlacedGlyph[]; width: number };

const space = 0x20;
/** They steer the shape of their neighbours, and have none. */
const joiners: ReadonlySet<string> = new Set(['\u200c', '\u200d']);

export type Way = { face: FaceName; weight: Weight; level: number };

/** Words come again and again, in one document and in the next. */
const known = new Map<string, Shaped>();
const mostKnown = 4000;

/** A text of one font and one direction as glyphs: letters joined, piled and moved as their script wants. */
export function shape(text: string, way: Way): Shaped {
  const key = keyOf(text, way);
  const found = known.get(key) ?? shapedAnew(text, way);
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

/** What a document has had shaped so far: each text once, and their letters. */
export type Effort = { texts: Map<string, Shaped>; letters: number };

export const newEffort = (): Effort => ({ texts: new Map(), letters: 0 });

/**
 * Rules of Indian scripts take some 70 µs a letter. An order of 500 lines has two or three thousand different words; one that
 * has more is made up, and must not hold the thread. Letters with their marks have a share of their own behind it.
 */
const mostLettersOfWords = 20_000;
const mostLettersOfClusters = 28_000;
const longestWord = 256;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A word as `shape` makes it as long as its document has not had more different ones than people write. Then its letters stand
 * side by side, each shaped with its own marks, and in the end without. It depends on nothing but the document.
 */
export function shapeWord(text: string, way: Way, effort: Effort): Shaped {
  if (eastAsian.has(way.face) && isOneLetter(text)) return clusterOf(text, way, effort);
  const whole = afforded(text, way, effort, mostLettersOfWords);
  if (whole) return whole;
  const clusters = Array.from(graphemes.segment(text), ({ segment }) => clusterOf(segment, way, effort));
  return joined(clusters, way);
}

function clusterOf(text: string, way: Way, effort: Effort): Shaped {
  const piled = isOneLetter(text) ? undefined : afforded(text, way, effort, mostLettersOfClusters);
  if (piled) return piled;
  const font = fontOf(way.face, way.weight);
  return placed(font, way, sideBySide(font, text, way));
}

/** Thousands of letters, none of which has another shape beside others. */
const eastAsian: ReadonlySet<FaceName> = new Set(['japanese', 'simplified', 'traditional', 'korean']);

const isOneLetter = (text: string): boolean => text.length === 1 || (text.length === 2 && [...text].length === 1);

function afforded(text: string, way: Way, effort: Effort, most: number): Shaped | undefined {
  const key = keyOf(text, way);
  const known = effort.texts.get(key);
  if (known) return known;
  if (text.length > longestWord || effort.letters + text.length > most) return undefined;
  const shapedOnce = shape(text, way);
  effort.letters += text.length;
  effort.texts.set(key, shapedOnce);
  return shapedOnce;
}

/** Shapes that follow each other in a text, as one, from left to right. */
export function joined(shapes: readonly Shaped[], { level }: Pick<Way, 'level'>): Shaped {
  const [only] = shapes;
  if (only && shapes.length === 1) return only;
  const inOrder = level % 2 === 1 ? shapes.toReversed() : shapes;
  return { glyphs: inOrder.flatMap(({ glyphs }) => glyphs), width: inOrder.reduce((sum, { width }) => sum + width, 0) };
}

const keyOf = (text: string, { face, weight, level }: Way): string => `${face} ${weight} ${level % 2} ${text}`;

function shapedAnew(text: string, way: Way): Shaped {
  const font = fontOf(way.face, way.weight);
  return placed(font, way, laidOut(font, text, way));
}

type LaidOut = { glyphs: readonly Glyph[]; positions: readonly Position[] };

function placed(font: Font, { face }: Way, { glyphs, positions }: LaidOut): Shaped {
  const em = font.unitsPerEm / (faces[face].scale ?? 1);
  const all = glyphs.map((glyph, index) => {
    const { xAdvance, xOffset, yOffset } = positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
    return { glyph, advance: xAdvance / em, right: xOffset / em, up: yOffset / em };
  });
  // The library puts a space without width where a joiner was.
  const drawn = all.filter(({ glyph, advance }) => advance !== 0 || glyph.codePoints[0] !== space);
  return { glyphs: drawn, width: all.reduce((sum, { advance }) => sum + advance, 0) };
}

/** Letters that no rule of the font knows together (a sign alone, twenty marks on one letter) must not cost anybody their receipt: they stand side by side. */
function laidOut(font: Font, text: string, way: Way): LaidOut {
  try {
    return font.layout(text, undefined, undefined, undefined, way.level % 2 === 1 ? 'rtl' : 'ltr');
  } catch {
    return sideBySide(font, text, way);
  }
}

function sideBySide(font: Font, text: string, { level }: Way): LaidOut {
  const glyphs = [...text].filter((char) => !joiners.has(char)).map((char) => font.glyphForCodePoint(char.codePointAt(0) ?? 0));
  if (level % 2 === 1) glyphs.reverse();
  return { glyphs, positions: glyphs.map(({ advanceWidth }) => ({ xAdvance: advanceWidth, xOffset: 0, yOffset: 0 })) };
}
