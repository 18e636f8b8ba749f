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

/**
 * The texts it sets, run by run as they are drawn. As a reader would tell them: by what each glyph stands for, or by the
 * text that goes with a run; letters that run from right to left in the order in which they are read.
 */
export function textsOf(pdf: Uint8Array): string[] {
  const maps = glyphMapsOf(pdf);
  const runs = instructionsOf(pdf).matchAll(/(?:\/Span <<\n\/ActualText \(((?:\\.|[^\\)])*)\)\n>> BDC\n)?BT \/(F\d+) ([^\n]*) ET$/gm);
  return [...runs].map(([, actual, font = '', drawn = '']) => (actual === undefined ? fromGlyphs(drawn, maps.get(font)) : fromString(actual)));
}

/** How many of its glyphs are the empty box of a font. */
export const missingGlyphsOf = (pdf: Uint8Array): number =>
  [...instructionsOf(pdf).matchAll(/<((?:[0-9a-f]{4})+)>/g)].flatMap(([, hex = '']) => codesIn(hex)).filter((code) => code === 0).length;

const codesIn = (hex: string): number[] => (hex.match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16));

const leftwards = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

function fromGlyphs(drawn: string, map: readonly string[] = []): string {
  const texts = [...drawn.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => codesIn(hex)).map((code) => map[code] ?? '');
  return (leftwards.test(texts.join('')) ? texts.reverse() : texts).join('');
}

/** What a text string of a PDF (ISO 32000-1, 7.9.2.2) says. */
function fromString(text: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const bytes = text.replaceAll(/\\([\s\S])/g, (_, char: string) => named[char] ?? char);
  return bytes.startsWith('\xfe\xff') ? Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le') : bytes;
}

/** For each font, the text that each of its glyphs stands for (ToUnicode). */
function glyphMapsOf(pdf: Uint8Array): Map<string, string[]> {
  const file = Buffer.from(pdf);
  const text = file.toString('latin1');
  const objectAt = (id: string): number => text.indexOf(`\n${id} 0 obj\n`);
  return new Map(
    [...text.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
      const [, unicode = ''] = /\/ToUnicode (\d+) 0 R/.exec(text.slice(objectAt(id))) ?? [];
      const map = inflateSync(file.subarray(text.indexOf('stream\n', objectAt(unicode)) + 7)).toString('latin1');
      const lists = [...map.matchAll(/> \[([^\]]*)\]/g)].map(([, list = '']) => list);
      return [name, [...lists.join(' ').matchAll(/<([^>]*)>/g)].map(([, hex = '']) => String.fromCharCode(...codesIn(hex.replaceAll(' ', ''))))];
    }),
  );
}

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
