/** What a picture says of itself before anything of it is decoded. `bytes`: of its pixels as they are packed in the file. */
export type PictureSize = { format: 'png' | 'jpeg'; width: number; height: number; bytes: number };

/** The size in a PNG's or JPEG's header; undefined for every other file, and for a header that readers might take differently. */
export function pictureSize(file: Uint8Array): PictureSize | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  return pngSize(bytes) ?? jpegSize(bytes);
}

/** The signature and a header chunk of 13 bytes, in this order and nothing before it (PNG, 3rd edition, §5). */
const pngStart = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const channels = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

function pngSize(file: Buffer): PictureSize | undefined {
  if (file.length < 33 || !file.subarray(0, pngStart.length).equals(pngStart)) return undefined;
  const [width, height, depth] = [file.readUInt32BE(16), file.readUInt32BE(20), file.readUInt8(24)];
  const samples = channels.get(file.readUInt8(25));
  if (width === 0 || height === 0 || samples === undefined || ![1, 2, 4, 8, 16].includes(depth)) return undefined;
  return { format: 'png', width, height, bytes: Math.ceil((width * samples * depth) / 8) * height };
}

/** Start of frame: baseline, extended, progressive. The others are read by hardly anybody. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Segments that may stand before it: tables, restart interval, applications' data, comments. */
const skipped = (marker: number): boolean => marker === 0xc4 || marker === 0xdb || marker === 0xdd || marker === 0xfe || (marker >= 0xe0 && marker <= 0xef);

/** Goes from segment to segment; whatever stands where a marker should is no JPEG of ours, though some readers skip it. */
function jpegSize(file: Buffer): PictureSize | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < file.length; ) {
    if (file.readUInt8(at) !== 0xff) return undefined;
    const marker = file.readUInt8(at + 1);
    if (frames.has(marker)) return frameSize(file.subarray(at + 4));
    // A marker may be filled up with more of its first byte.
    if (marker === 0xff) at += 1;
    else if (skipped(marker)) at += 2 + Math.max(2, file.readUInt16BE(at + 2));
    else return undefined;
  }
  return undefined;
}

function frameSize(frame: Buffer): PictureSize | undefined {
  if (frame.length < 6) return undefined;
  const [height, width, components] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame.readUInt8(5)];
  if (width === 0 || height === 0 || ![1, 3, 4].includes(components)) return undefined;
  return { format: 'jpeg', width, height, bytes: width * height * components };
}
