import { ApiError } from '../errors.ts';
import type { Colour } from './colours.ts';
import { type ErrorLevel, mostBytes, type QrMatrix, qrMatrix, quietModules } from './matrix.ts';
import { initialsOf, monogramStrokes, type Stroke, strokeWidth } from './monogram.ts';

/** How a code is to look. Its quiet zone is in modules; `logo` holds the letters of a monogram. */
export type QrStyle = { level: ErrorLevel; quietZone: number; foreground: Colour; background: Colour; logo: string | undefined };

/** Black on white, without a logo. */
export const plainStyle: QrStyle = { level: 'M', quietZone: quietModules, foreground: [0, 0, 0], background: [255, 255, 255], logo: undefined };

/**
 * All that is drawn of a code, in modules from the picture's top left corner: the one description that pixels, SVG and
 * PDF are written from.
 */
export type QrDrawing = {
  /** The picture's side, quiet zone included. */
  side: number;
  style: QrStyle;
  matrix: QrMatrix;
  /** A plate of the background's colour over the middle, and lines on it in the colour of the foreground. */
  logo: QrLogo | undefined;
};

type QrLogo = { left: number; side: number; radius: number; strokes: Stroke[]; strokeWidth: number };

/** Dark modules side by side in one row. */
export type Run = { x: number; y: number; width: number };

/**
 * The side of a logo's plate in modules, by the version of the code (1 to 40). It covers a tenth of the modules at most,
 * and no block of code words loses more than half of what level H repairs in it, counting every word that the plate
 * touches. Level H repairs 30 %: what is left for dirt and glare is what level M has in a code without a logo. The tests
 * count the words anew; in some versions a block's words lie in the columns of the middle, so the sides are uneven.
 */
const plateSides = [
  3, 5, 5, 7, 9, 11, 11, 13, 15, 17, 17, 19, 15, 23, 15, 21, 25, 21, 29, 27, 27, 33, 33, 35, 35, 37, 39, 39, 41, 43, 43, 43, 47, 45, 47, 45, 51, 49, 47, 55,
];

/** The same by the code's side. */
export const plateOf = (size: number): number => plateSides[(size - 17) / 4 - 1] ?? 0;

/** Describes the code of `text`; a logo takes level H. Throws `invalid_field` when the text is too long for that. */
export function drawQr(text: string, style: QrStyle, plate = plateOf): QrDrawing {
  const level = style.logo === undefined ? style.level : 'H';
  refuseTooLong(text, level, style.logo === undefined ? '/errorCorrection' : '/logo');
  const matrix = qrMatrix(text, level);
  const side = matrix.size + 2 * style.quietZone;
  return { side, style: { ...style, level }, matrix, logo: style.logo === undefined ? undefined : logoOf(style.logo, side, plate(matrix.size)) };
}

function refuseTooLong(text: string, level: ErrorLevel, pointer: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= mostBytes[level]) return;
  const remedy = pointer === '/logo' ? 'Leave out the logo' : 'Choose a lower errorCorrection';
  const detail = `A QR code of level ${level} carries at most ${mostBytes[level]} bytes; this address has ${bytes}. ${remedy}.`;
  throw new ApiError('invalid_field', detail, { errors: [{ pointer, detail }] });
}

/** The monogram of a merchant's name; 422 when the name has nothing to draw it from. */
export function logoLetters(name: string): string {
  const initials = initialsOf(name);
  if (initials !== undefined) return initials;
  const detail = 'The merchant’s name has no letter from A to Z and no digit to draw a logo from. Use logo=none.';
  throw new ApiError('invalid_field', detail, { errors: [{ pointer: '/logo', detail }] });
}

/** The plate's side is odd, as the sides of all codes are: it lies evenly in the middle. */
function logoOf(letters: string, side: number, plate: number): QrLogo {
  const { strokes, width } = monogramStrokes(letters);
  // The letters' lines reach half their width beyond the box, and one module stays free around them.
  const room = plate - 2.4;
  const scale = Math.min(room / (1 + strokeWidth), room / (width + strokeWidth));
  const place = (across: number, length: number) => side / 2 + (across - length / 2) * scale;
  return {
    left: (side - plate) / 2,
    side: plate,
    radius: plate / 5,
    strokes: strokes.map((stroke) => stroke.map(([x, y]) => [place(x, width), place(y, 1)] as const)),
    strokeWidth: strokeWidth * scale,
  };
}

/** The dark modules as runs, also those that the logo's plate will lie on. */
export function runsOf({ matrix: { size, modules }, style: { quietZone } }: QrDrawing): Run[] {
  const runs: Run[] = [];
  for (let y = 0; y < size; y++) {
    let run: Run | undefined;
    for (let x = 0; x < size; x++) {
      if (modules[y * size + x] !== 1) run = undefined;
      else if (run) run.width += 1;
      else {
        run = { x: x + quietZone, y: y + quietZone, width: 1 };
        runs.push(run);
      }
    }
  }
  return runs;
}
