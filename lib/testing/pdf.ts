import { inflateSync } from 'node:zlib';
import type { Picture } from '../qr/camera.ts';

/** The drawing instructions of a PDF of ours, page after page. */
export function instructionsOf(pdf: Uint8Array): string {
  const file = Buffer.from(pdf);
  const found: string[] = [];
  for (let at = file.indexOf('/Filter /FlateDecode'); at >= 0; at = file.indexOf('/Filter /FlateDecode', at + 1)) {
    found.push(inflateSync(file.subarray(file.indexOf('stream\n', at) + 7)).toString('latin1'));
  }
  return found.filter((text) => /\bre\b|\bTj\b|\bTJ\b/.test(text)).join('\n');
}

/** The texts it sets, in their order, decoded by the rules of WinAnsiEncoding. */
export function textsOf(pdf: Uint8Array): string[] {
  return [...instructionsOf(pdf).matchAll(/\[([^\]]*)\] TJ/g)].map(([, parts = '']) =>
    [...parts.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => fromWinAnsi(Buffer.from(hex, 'hex'))).join(''),
  );
}

/** The bytes 128 to 159; five of them stand for nothing. */
const upper = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

const fromWinAnsi = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 128 && byte < 160 ? upper.charAt(byte - 128) : String.fromCharCode(byte))).join('');

/** The QR codes it draws, each painted from its own squares: a row of them is one unit high, after a square for the whole. */
export function codesOf(pdf: Uint8Array): Picture[] {
  const squares = [...instructionsOf(pdf).matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)].map(
    (match) => match.slice(1).map(Number) as [number, number, number, number],
  );
  const starts = squares.flatMap(([x, y, width, height], at) => (x === 0 && y === 0 && width === height && width > 1 ? [at] : []));
  return starts.map((start, index) => painted(squares[start]?.[2] ?? 0, squares.slice(start + 1, starts[index + 1])));
}

const modulePixels = 4;

function painted(side: number, runs: [number, number, number, number][]): Picture {
  const width = side * modulePixels;
  const grey = new Uint8Array(width * width).fill(255);
  for (const [x, y, length] of runs) {
    for (let row = y * modulePixels; row < (y + 1) * modulePixels; row++)
      grey.fill(0, row * width + x * modulePixels, row * width + (x + length) * modulePixels);
  }
  return { width, height: width, grey };
}
