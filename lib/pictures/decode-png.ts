import { crc32, inflateSync } from 'node:zlib';
import { guessOf } from './encode-png.ts';
import { expectPicture, type Pixels } from './pixels.ts';
import { pngSignature } from './png-chunks.ts';

type Header = { width: number; height: number; depth: number; colour: number; isInterlaced: boolean };

/** Samples a pixel by colour type: grey, RGB, palette, grey with alpha, RGBA (PNG, 3rd edition, §11.2.1). */
const samplesOf = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** The passes of Adam7: where each begins, and how far apart its pixels are (§8.1). */
const adam7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

type Pass = { x: number; y: number; dx: number; dy: number };

/** The pixels of a PNG of any kind. Everything but its pixels is dropped; what follows its end is not read. Throws `BrokenPicture`. */
export function decodePng(file: Buffer): Pixels {
  const chunks = readChunks(file);
  const header = readHeader(chunks.get('IHDR'));
  const { width, height } = header;
  const passes = (header.isInterlaced ? adam7 : [{ x: 0, y: 0, dx: 1, dy: 1 }]).map((pass) => ({
    ...pass,
    columns: Math.ceil((width - pass.x) / pass.dx),
    rows: Math.ceil((height - pass.y) / pass.dy),
  }));
  const bitsPerPixel = (samplesOf.get(header.colour) ?? 1) * header.depth;
  const rowBytes = (columns: number) => Math.ceil((columns * bitsPerPixel) / 8);
  const expected = passes.reduce((sum, { columns, rows }) => sum + (columns > 0 && rows > 0 ? (rowBytes(columns) + 1) * rows : 0), 0);
  const packed = inflate(chunks.get('IDAT'), expected);
  const rgba = new Uint8Array(width * height * 4);
  const colours = colourReader(header, chunks.get('PLTE'), chunks.get('tRNS'));
  let at = 0;
  for (const { x, y, dx, dy, columns, rows } of passes.filter((pass) => pass.columns > 0 && pass.rows > 0)) {
    const length = rowBytes(columns);
    unfilter(packed.subarray(at, at + (length + 1) * rows), length, Math.max(1, bitsPerPixel >> 3));
    for (let row = 0; row < rows; row++) {
      const line = packed.subarray(at + row * (length + 1) + 1, at + (row + 1) * (length + 1));
      for (let column = 0; column < columns; column++) colours(line, column, rgba, ((y + row * dy) * width + x + column * dx) * 4);
    }
    at += (length + 1) * rows;
  }
  return { width, height, rgba };
}

/** The chunks that pixels need, by name; parts of one are joined. A chunk whose checksum is wrong, or that the format says must be understood, ends it. */
function readChunks(file: Buffer): Map<string, Buffer> {
  expectPicture(file.subarray(0, 8).equals(pngSignature), 'no PNG');
  const parts = new Map<string, Buffer[]>();
  for (let at = 8, name = ''; name !== 'IEND'; ) {
    expectPicture(at + 12 <= file.length, 'the file ends before its end');
    const length = file.readUInt32BE(at);
    const end = at + 8 + length;
    expectPicture(end + 4 <= file.length, 'a chunk is cut off');
    name = file.toString('latin1', at + 4, at + 8);
    expectPicture(crc32(file.subarray(at + 4, end)) === file.readUInt32BE(end), 'a checksum is wrong');
    const isKnown = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS'].includes(name);
    expectPicture(isKnown || /^[a-z]/.test(name), 'an unknown chunk that matters');
    const data = file.subarray(at + 8, end);
    // A file may have a hundred thousand parts: each is added, none is copied.
    if (isKnown && parts.get(name)?.push(data) === undefined) parts.set(name, [data]);
    at = end + 4;
  }
  return new Map([...parts].map(([name, datas]) => [name, Buffer.concat(datas)]));
}

function readHeader(data: Buffer | undefined): Header {
  expectPicture(data?.length === 13, 'no header');
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = data.subarray(8);
  const depths: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
  expectPicture(depths[colour]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1, 'an unknown kind of PNG');
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4), depth, colour, isInterlaced: interlace === 1 };
}

/** Unpacks no more than the header says there is. */
function inflate(data: Buffer | undefined, expected: number): Buffer {
  expectPicture(data, 'no pixels');
  try {
    const packed = inflateSync(data, { maxOutputLength: expected });
    expectPicture(packed.length === expected, 'pixels are missing');
    return packed;
  } catch {
    return expectPicture(false, 'the pixels cannot be unpacked') as never;
  }
}

/** Turns differences back into bytes, in place: each row says by its first byte from what (§9). */
function unfilter(rows: Buffer, length: number, step: number): void {
  for (let start = 0; start < rows.length; start += length + 1) {
    const filter = rows[start] ?? 0;
    expectPicture(filter <= 4, 'an unknown filter');
    const above = start - length - 1;
    for (let x = 1; filter !== 0 && x <= length; x++) {
      const left = x > step ? (rows[start + x - step] ?? 0) : 0;
      const up = above >= 0 ? (rows[above + x] ?? 0) : 0;
      const corner = above >= 0 && x > step ? (rows[above + x - step] ?? 0) : 0;
      rows[start + x] = (rows[start + x] ?? 0) + guessOf(filter, left, up, corner);
    }
  }
}

type ColourReader = (line: Buffer, column: number, rgba: Uint8Array, to: number) => void;

/** Writes the pixel of a column as RGBA, whatever the picture keeps: shades, palette, one colour that is transparent. */
function colourReader({ depth, colour }: Header, plte: Buffer | undefined, trns: Buffer | undefined): ColourReader {
  const samples = samplesOf.get(colour) ?? 1;
  const most = 2 ** depth - 1;
  const sample = (line: Buffer, index: number): number => {
    if (depth === 8) return line[index] ?? 0;
    if (depth === 16) return line.readUInt16BE(index * 2);
    const bit = index * depth;
    return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & most;
  };
  if (colour === 3) return paletteReader(sample, plte, trns);
  const toByte = (value: number): number => (depth === 8 ? value : Math.round((value * 255) / most));
  const isGrey = colour === 0 || colour === 4;
  const shades = isGrey ? 1 : 3;
  const clear = samples === shades && trns?.length === shades * 2 ? Array.from({ length: shades }, (_, at) => trns.readUInt16BE(at * 2)) : undefined;
  return (line, column, rgba, to) => {
    const first = column * samples;
    for (let at = 0; at < 3; at++) rgba[to + at] = toByte(sample(line, first + (isGrey ? 0 : at)));
    const isClear = clear?.every((value, at) => sample(line, first + at) === value) ?? false;
    rgba[to + 3] = samples > shades ? toByte(sample(line, first + shades)) : isClear ? 0 : 255;
  };
}

function paletteReader(sample: (line: Buffer, index: number) => number, plte: Buffer | undefined, trns: Buffer | undefined): ColourReader {
  expectPicture(plte && plte.length > 0 && plte.length % 3 === 0, 'no palette');
  return (line, column, rgba, to) => {
    const index = sample(line, column);
    expectPicture(index * 3 < plte.length, 'a colour that the palette does not have');
    for (let at = 0; at < 3; at++) rgba[to + at] = plte[index * 3 + at] ?? 0;
    rgba[to + 3] = trns?.[index] ?? 255;
  };
}
