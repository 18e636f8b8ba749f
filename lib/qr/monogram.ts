export type Point = readonly [x: number, y: number];

/** A line with round ends and corners through these points. */
export type Stroke = readonly Point[];

/** The width of a letter's line, where its height is 1. */
export const strokeWidth = 0.2;

/** The middle of the lines of every letter lies in a box of this width, 0 at the top and 1 at the foot. */
const letterWidth = 0.72;
const gap = 0.42;

/**
 * Letters as lines, so that no font is needed and every writer draws the same. In percent: "x,y" is a point,
 * "x,y,rx,ry,from,to" an arc of the ellipse around x,y, in degrees clockwise from the right, ";" begins another line.
 */
const letters: Readonly<Record<string, string>> = {
  A: '0,100 36,0 72,100; 13,66 59,66',
  B: '0,0 0,100 38,100 38,74,32,26,90,-90 0,48; 0,0 36,0 36,24,28,24,-90,90',
  C: '38,50,38,50,-42,-318',
  D: '0,100 0,0 26,0 26,50,46,50,-90,90 0,100',
  E: '66,0 0,0 0,100 66,100; 0,49 56,49',
  F: '66,0 0,0 0,100; 0,50 56,50',
  G: '38,50,38,50,-42,-330 72,54 44,54',
  H: '0,0 0,100; 72,0 72,100; 0,49 72,49',
  I: '36,0 36,100',
  J: '60,0 60,66 32,66,28,34,0,150',
  K: '0,0 0,100; 68,0 0,62; 25,42 72,100',
  L: '4,0 4,100 66,100',
  M: '0,100 0,0 36,58 72,0 72,100',
  N: '0,100 0,0 72,100 72,0',
  O: '36,50,36,50,0,360',
  P: '0,100 0,0 38,0 38,28,32,28,-90,90 0,56',
  Q: '36,50,36,50,0,360; 46,74 74,104',
  R: '0,100 0,0 38,0 38,28,32,28,-90,90 0,56; 38,56 72,100',
  S: '36,25,32,25,-30,-270 36,75,34,25,-90,150',
  T: '0,0 72,0; 36,0 36,100',
  U: '0,0 0,62 36,62,36,38,180,0 72,0',
  V: '0,0 36,100 72,0',
  W: '-8,0 14,100 36,26 58,100 80,0',
  X: '2,0 70,100; 70,0 2,100',
  Y: '0,0 36,52 72,0; 36,52 36,100',
  Z: '2,0 70,0 0,100 72,100',
  0: '36,50,32,50,0,360',
  1: '14,20 42,0 42,100',
  2: '35,28,31,28,-170,35 0,100 70,100',
  3: '34,24,28,24,-150,90 34,74,34,26,-90,150',
  4: '52,100 52,0 0,70 72,70',
  5: '62,0 12,0 8,46 34,68,34,32,-140,145',
  6: '36,68,34,32,0,360; 70,68,68,68,180,262',
  7: '0,0 70,0 24,100',
  8: '36,24,27,24,0,360; 36,74,33,26,0,360',
  9: '36,32,34,32,0,360; 2,32,68,68,0,82',
};

/** Letters that take more than their accent away to be one of A to Z. */
const plainLetters: Readonly<Record<string, string>> = { Æ: 'A', Œ: 'O', Ø: 'O', Ł: 'L', Đ: 'D', Ð: 'D', Þ: 'T', ẞ: 'S', Ħ: 'H', İ: 'I' };

/**
 * The letters that stand for a name: the first of its first two words, as A to Z and digits; "Fjord & Sons" is FS.
 * Undefined when the name has none that can be drawn.
 */
export function initialsOf(name: string): string | undefined {
  const words = name.split(/[^\p{L}\p{N}\p{M}’']+/u).flatMap((word) => {
    const letter = plainLetter([...word.normalize('NFC').toUpperCase()][0] ?? '');
    return letter === undefined ? [] : [letter];
  });
  return words.length === 0 ? undefined : words.slice(0, 2).join('');
}

function plainLetter(letter: string): string | undefined {
  const plain = plainLetters[letter] ?? letter.normalize('NFD').charAt(0);
  return Object.hasOwn(letters, plain) ? plain : undefined;
}

/** The lines of these letters side by side, and the box they lie in: `height` is 1. */
export function monogramStrokes(initials: string): { strokes: Stroke[]; width: number } {
  const strokes = [...initials].flatMap((letter, index) => strokesOf(letters[letter] ?? '', index * (letterWidth + gap)));
  return { strokes, width: initials.length * (letterWidth + gap) - gap };
}

const strokesOf = (letter: string, left: number): Stroke[] =>
  letter.split(';').map((line) => {
    const marks = line.trim().split(' ');
    return marks.flatMap((mark) => pointsOf(mark.split(',').map(Number))).map(([x, y]): Point => [left + x / 100, y / 100]);
  });

/** Degrees between two points of an arc. */
const arcStep = 10;

function pointsOf([x = 0, y = 0, rx, ry, from = 0, to = 0]: number[]): Point[] {
  if (rx === undefined || ry === undefined) return [[x, y]];
  const steps = Math.ceil(Math.abs(to - from) / arcStep);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}
