import { type Bits, type HuffmanTable, huffmanValue, signedValue } from './jpeg-bits.ts';
import { expectPicture } from './pixels.ts';

/** One colour component: its sampling, its blocks of 64 coefficients in natural order, and how many of them lie in the picture. */
export type Component = {
  id: number;
  across: number;
  down: number;
  quantisation: number;
  columns: number;
  rows: number;
  /** Blocks a line in `coefficients`, filled up to whole units. */
  stride: number;
  coefficients: Int16Array;
};

/** Which coefficients a scan has, and which of their bits (T.81, G.1.1.1). A baseline scan has all of both. */
export type ScanBand = { isProgressive: boolean; start: number; end: number; high: number; low: number };

export type ScanPart = { component: Component; dc: HuffmanTable | undefined; ac: HuffmanTable | undefined };

/** Where the coefficient of each place in the zigzag lies (T.81, figure A.6). */
export const zigzag = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22,
  15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);

type Decode = (part: ScanPart, at: number) => void;
/** What goes on from block to block, until a restart. */
type Running = { predictions: Map<Component, number>; emptyBlocks: number };

/** Reads the coefficients of one scan into its components. `restartEvery`: units between restarts, 0 for none. */
export function readScan(bits: Bits, parts: readonly ScanPart[], band: ScanBand, unit: { across: number; down: number; restartEvery: number }): void {
  const running: Running = { predictions: new Map(), emptyBlocks: 0 };
  const decode = decoderOf(bits, band, running);
  const [only] = parts;
  const isLone = parts.length === 1 && only !== undefined;
  const [columns, rows] = isLone ? [only.component.columns, only.component.rows] : [unit.across, unit.down];
  for (let n = 0; n < columns * rows; n++) {
    if (unit.restartEvery > 0 && n > 0 && n % unit.restartEvery === 0) {
      bits.restart();
      running.predictions.clear();
      running.emptyBlocks = 0;
    }
    const [column, row] = [n % columns, Math.floor(n / columns)];
    if (isLone) decode(only, (row * only.component.stride + column) * 64);
    else for (const part of parts) decodeUnit(decode, part, column, row);
  }
}

/** All blocks that a component has in one unit of an interleaved scan. */
function decodeUnit(decode: Decode, part: ScanPart, column: number, row: number): void {
  const { across, down, stride } = part.component;
  for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) decode(part, ((row * down + y) * stride + column * across + x) * 64);
}

function decoderOf(bits: Bits, band: ScanBand, running: Running): Decode {
  if (!band.isProgressive) return baseline(bits, running);
  if (band.start === 0) return band.high === 0 ? firstDc(bits, band, running) : ({ component: { coefficients } }, at) => refineDc(bits, band, coefficients, at);
  return band.high === 0 ? firstAc(bits, band, running) : refineAc(bits, band, running);
}

function tableOf(table: HuffmanTable | undefined): HuffmanTable {
  expectPicture(table, 'a table is missing');
  return table;
}

function nextDc(bits: Bits, { component, dc }: ScanPart, { predictions }: Running): number {
  const value = (predictions.get(component) ?? 0) + signedValue(bits, huffmanValue(bits, tableOf(dc)));
  predictions.set(component, value);
  return value;
}

/** T.81, F.2.2. */
const baseline =
  (bits: Bits, running: Running): Decode =>
  (part, at) => {
    const { coefficients } = part.component;
    coefficients[at] = nextDc(bits, part, running);
    const table = tableOf(part.ac);
    for (let k = 1; k < 64; ) {
      const code = huffmanValue(bits, table);
      const [zeros, size] = [code >> 4, code & 15];
      if (size === 0 && zeros < 15) break;
      k += zeros;
      expectPicture(k < 64, 'a block has too many coefficients');
      coefficients[at + (zigzag[k] ?? 0)] = signedValue(bits, size);
      k += 1;
    }
  };

/** T.81, G.1.2.1. */
const firstDc =
  (bits: Bits, { low }: ScanBand, running: Running): Decode =>
  (part, at) => {
    part.component.coefficients[at] = nextDc(bits, part, running) * 2 ** low;
  };

function refineDc(bits: Bits, { low }: ScanBand, coefficients: Int16Array, at: number): void {
  coefficients[at] = (coefficients[at] ?? 0) | (bits.bit() << low);
}

/** T.81, G.1.2.2: blocks without anything are told of in runs. */
const firstAc =
  (bits: Bits, { start, end, low }: ScanBand, running: Running): Decode =>
  ({ component: { coefficients }, ac }, at) => {
    if (running.emptyBlocks > 0) {
      running.emptyBlocks -= 1;
      return;
    }
    const table = tableOf(ac);
    for (let k = start; k <= end; ) {
      const code = huffmanValue(bits, table);
      const [zeros, size] = [code >> 4, code & 15];
      if (size === 0 && zeros < 15) {
        running.emptyBlocks = 2 ** zeros - 1 + bits.bits(zeros);
        break;
      }
      k += zeros;
      expectPicture(k < 64, 'a block has too many coefficients');
      coefficients[at + (zigzag[k] ?? 0)] = signedValue(bits, size) * 2 ** low;
      k += 1;
    }
  };

/** T.81, G.1.2.3: one more bit of what is there already, and what appears only now. */
const refineAc =
  (bits: Bits, { start, end, low }: ScanBand, running: Running): Decode =>
  ({ component: { coefficients }, ac }, at) => {
    const more = 1 << low;
    const refine = (place: number, value: number): void => {
      if (bits.bit() === 1 && (value & more) === 0) coefficients[place] = value + (value > 0 ? more : -more);
    };
    const table = tableOf(ac);
    let k = start;
    for (; running.emptyBlocks === 0 && k <= end; k++) {
      const code = huffmanValue(bits, table);
      let zeros = code >> 4;
      const isNew = (code & 15) !== 0;
      if (!isNew && zeros < 15) {
        running.emptyBlocks = 2 ** zeros + bits.bits(zeros);
        break;
      }
      const fresh = isNew ? (bits.bit() === 1 ? more : -more) : 0;
      for (; k <= end; k++) {
        const place = at + (zigzag[k] ?? 0);
        const value = coefficients[place] ?? 0;
        if (value !== 0) refine(place, value);
        else if (zeros === 0) {
          coefficients[place] = fresh;
          break;
        } else zeros -= 1;
      }
    }
    if (running.emptyBlocks === 0) return;
    for (; k <= end; k++) {
      const place = at + (zigzag[k] ?? 0);
      const value = coefficients[place] ?? 0;
      if (value !== 0) refine(place, value);
    }
    running.emptyBlocks -= 1;
  };
