import { expectPicture } from './pixels.ts';

/** The bits of a scan, the highest of a byte first; a zero byte after 0xff is stuffing (ITU-T T.81, F.2.2.5). */
export type Bits = {
  bit: () => number;
  /** The next `count` bits as a number. */
  bits: (count: number) => number;
  /** Passes over the rest of a byte and a restart marker. */
  restart: () => void;
  /** Where the byte after the last one read is. */
  at: () => number;
};

/** Reads from `start` on. A marker, or the end of the file, where bits are wanted means that the picture is cut off. */
export function bitsOf(file: Uint8Array, start: number): Bits {
  let at = start;
  let held = 0;
  let left = 0;
  const bit = (): number => {
    if (left === 0) {
      expectPicture(at < file.length, 'the file ends in its pixels');
      held = file[at++] ?? 0;
      if (held === 0xff) {
        expectPicture(file[at] === 0, 'a marker stands among the pixels');
        at += 1;
      }
      left = 8;
    }
    left -= 1;
    return (held >> left) & 1;
  };
  const bits = (count: number): number => {
    let value = 0;
    for (let n = 0; n < count; n++) value = (value << 1) | bit();
    return value;
  };
  const restart = (): void => {
    left = 0;
    const marker = file[at + 1] ?? 0;
    expectPicture(file[at] === 0xff && marker >= 0xd0 && marker <= 0xd7, 'a restart is missing');
    at += 2;
  };
  return { bit, bits, restart, at: () => at };
}

/** A Huffman table: for each length of code the largest code, and where its values begin. */
export type HuffmanTable = { largest: Int32Array; offsets: Int32Array; values: Uint8Array };

/** The table of how many codes of 1 to 16 bits there are, and their values in order (T.81, C.2, F.2.2.3). */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const largest = new Int32Array(17).fill(-1);
  const offsets = new Int32Array(17);
  let [code, index] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1] ?? 0;
    offsets[length] = index - code;
    code += count;
    index += count;
    expectPicture(code <= 2 ** length, 'a table has too many codes');
    if (count > 0) largest[length] = code - 1;
    code <<= 1;
  }
  return { largest, offsets, values };
}

/** Reads one code and answers its value. */
export function huffmanValue({ bit }: Bits, { largest, offsets, values }: HuffmanTable): number {
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    code = (code << 1) | bit();
    if (code <= (largest[length] ?? -1)) return values[code + (offsets[length] ?? 0)] ?? 0;
  }
  return expectPicture(false, 'a code that the table does not have') as never;
}

/** The number that `size` more bits mean: half of them negative (T.81, F.2.2.1). */
export function signedValue({ bits }: Bits, size: number): number {
  if (size === 0) return 0;
  expectPicture(size <= 16, 'a number is too large');
  const value = bits(size);
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}
