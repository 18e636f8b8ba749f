import { bitsOf, type HuffmanTable, huffmanTable } from './jpeg-bits.ts';
import { type JpegColours, pixelsOf } from './jpeg-planes.ts';
import { type Component, readScan, type ScanBand, type ScanPart, zigzag } from './jpeg-scan.ts';
import { exifOrientation, turned } from './orientation.ts';
import { expectPicture, type Pixels } from './pixels.ts';

/** More than any program makes; each may go over the whole picture. */
const mostScans = 64;

type Frame = { width: number; height: number; isProgressive: boolean; units: { across: number; down: number }; components: Component[] };

/** What was read before the pixels, which the segments after it use. */
type Read = {
  frame: Frame | undefined;
  steps: Map<number, Uint16Array>;
  tables: Map<number, HuffmanTable>;
  restartEvery: number;
  /** What Adobe's segment says of the colours; undefined without one. */
  adobe: number | undefined;
  orientation: number;
  scans: number;
};

/**
 * The pixels of a JPEG, baseline or progressive, turned as its camera says (ITU-T T.81, JFIF, Exif). Of all else in the
 * file nothing is kept. Throws `BrokenPicture`; a picture that is cut off is one.
 */
export function decodeJpeg(file: Buffer): Pixels {
  const read: Read = { frame: undefined, steps: new Map(), tables: new Map(), restartEvery: 0, adobe: undefined, orientation: 1, scans: 0 };
  expectPicture(file.length > 4 && file.readUInt16BE(0) === 0xffd8, 'no JPEG');
  for (let at = 2; ; ) {
    expectPicture(file[at] === 0xff, at < file.length ? 'junk between segments' : 'the file ends before its end');
    const marker = file[at + 1] ?? 0;
    if (marker === 0xd9) break;
    // A marker may be filled up with more of its first byte.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    expectPicture(at + 4 <= file.length, 'the file ends before its end');
    const end = at + 2 + file.readUInt16BE(at + 2);
    expectPicture(end >= at + 4 && end <= file.length, 'a segment is cut off');
    const data = file.subarray(at + 4, end);
    at = marker === 0xda ? readPixels(file, data, end, read) : end;
    if (marker !== 0xda) readSegment(marker, data, read);
  }
  return finished(read);
}

function readSegment(marker: number, data: Buffer, read: Read): void {
  if (marker >= 0xc0 && marker <= 0xc2) {
    expectPicture(!read.frame, 'two frames');
    read.frame = readFrame(data, marker === 0xc2);
  } else if (marker === 0xc4) readTables(data, read.tables);
  else if (marker === 0xdb) readSteps(data, read.steps);
  else if (marker === 0xdd) read.restartEvery = data.readUInt16BE(0);
  else if (marker === 0xe1) read.orientation = exifOrientation(data) ?? read.orientation;
  else if (marker === 0xee && data.length >= 12 && data.toString('latin1', 0, 5) === 'Adobe') read.adobe = data[11];
  else expectPicture(marker === 0xfe || (marker >= 0xe0 && marker <= 0xef), 'an unknown segment');
}

/** T.81, B.2.2. */
function readFrame(data: Buffer, isProgressive: boolean): Frame {
  expectPicture(data.length >= 6 && data[0] === 8, 'not eight bits a sample');
  const [height, width, count] = [data.readUInt16BE(1), data.readUInt16BE(3), data[5] ?? 0];
  expectPicture(width > 0 && height > 0 && [1, 3, 4].includes(count) && data.length >= 6 + count * 3, 'an unknown kind of frame');
  const given = Array.from({ length: count }, (_, n) => {
    const [id = 0, sampling = 0, quantisation = 0] = data.subarray(6 + n * 3);
    const [across, down] = count === 1 ? [1, 1] : [sampling >> 4, sampling & 15];
    expectPicture(across >= 1 && across <= 4 && down >= 1 && down <= 4, 'an unknown sampling');
    return { id, across, down, quantisation };
  });
  const finest = { across: Math.max(...given.map(({ across }) => across)), down: Math.max(...given.map(({ down }) => down)) };
  const units = { across: Math.ceil(width / (8 * finest.across)), down: Math.ceil(height / (8 * finest.down)) };
  const components = given.map((component): Component => {
    const stride = units.across * component.across;
    return {
      ...component,
      columns: Math.ceil((width * component.across) / (8 * finest.across)),
      rows: Math.ceil((height * component.down) / (8 * finest.down)),
      stride,
      coefficients: new Int16Array(stride * units.down * component.down * 64),
    };
  });
  return { width, height, isProgressive, units, components };
}

/** Huffman tables by class and number (T.81, B.2.4.2). */
function readTables(data: Buffer, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at < data.length; ) {
    expectPicture(at + 17 <= data.length, 'a table is cut off');
    const counts = data.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    expectPicture(end <= data.length, 'a table is cut off');
    tables.set(data[at] ?? 0, huffmanTable(counts, data.subarray(at + 17, end)));
    at = end;
  }
}

/** Quantisation tables by number, in natural order (T.81, B.2.4.1). */
function readSteps(data: Buffer, steps: Map<number, Uint16Array>): void {
  for (let at = 0; at < data.length; ) {
    const kind = data[at] ?? 0;
    const bytes = kind >> 4 === 0 ? 1 : 2;
    expectPicture(at + 1 + 64 * bytes <= data.length, 'a table is cut off');
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++) table[zigzag[k] ?? 0] = bytes === 1 ? (data[at + 1 + k] ?? 0) : data.readUInt16BE(at + 1 + 2 * k);
    steps.set(kind & 15, table);
    at += 1 + 64 * bytes;
  }
}

/** One scan; answers where the next segment begins (T.81, B.2.3). */
function readPixels(file: Buffer, data: Buffer, start: number, read: Read): number {
  const { frame, tables, restartEvery } = read;
  const count = data[0] ?? 0;
  expectPicture(frame && ++read.scans <= mostScans && data.length === 4 + 2 * count, 'a scan that cannot be');
  const parts = Array.from({ length: count }, (_, n): ScanPart => {
    const [id, numbers = 0] = data.subarray(1 + 2 * n);
    const component = frame.components.find((one) => one.id === id);
    expectPicture(component, 'a scan of nothing');
    return { component, dc: tables.get(numbers >> 4), ac: tables.get(0x10 | (numbers & 15)) };
  });
  const [first = 0, last = 0, bits = 0] = data.subarray(1 + 2 * count);
  const band: ScanBand = { isProgressive: frame.isProgressive, start: first, end: last, high: bits >> 4, low: bits & 15 };
  const isSound = first === 0 ? last === 0 : last >= first && last < 64 && count === 1;
  expectPicture(count > 0 && (!frame.isProgressive || (isSound && band.low <= 13)), 'a scan that cannot be');
  const reader = bitsOf(file, start);
  readScan(reader, parts, band, { ...frame.units, restartEvery });
  return reader.at();
}

function finished({ frame, steps, adobe, orientation, scans }: Read): Pixels {
  expectPicture(frame && scans > 0, 'no pixels');
  const components = frame.components.map((component) => {
    const table = steps.get(component.quantisation);
    expectPicture(table, 'a table is missing');
    return { ...component, steps: table };
  });
  return turned(pixelsOf(frame, components, coloursOf(components, adobe)), orientation);
}

function coloursOf(components: readonly Component[], adobe: number | undefined): JpegColours {
  if (components.length === 1) return 'grey';
  if (components.length === 4) return adobe === 2 ? 'ycck' : 'cmyk';
  // Without a word on it, components that call themselves R, G and B are those.
  const isNamedRgb = adobe === undefined && components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
  return adobe === 0 || isNamedRgb ? 'rgb' : 'ycc';
}
