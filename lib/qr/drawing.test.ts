import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { create } from 'qrcode';
import { readPixelsWithZxing, readWithZxing } from '#lib/testing/qr-decoders.ts';
import { refusal } from '#lib/testing/refusal.ts';
import { greyOf, type Picture, rgbaOf } from './camera.ts';
import { contrastRatio } from './colours.ts';
import { drawQr, logoLetters, plainStyle, plateOf, type QrDrawing, type QrStyle, runsOf } from './drawing.ts';
import { mostBytes } from './matrix.ts';
import { twoColourPng } from './png.ts';
import { minPrintMm } from './print-size.ts';
import { rasterise } from './raster.ts';
import { readQrPixels } from './read-pixels.ts';
import { qrSvg } from './svg.ts';
import { qrText } from './terminal.ts';

type BitMatrix = { size: number; isReserved: (row: number, column: number) => number };

const address = 'https://pay.example.com/pay/000g40r40m30e209185gr38e1wr';
const blue: QrStyle = { ...plainStyle, foreground: [20, 60, 110], background: [255, 246, 230] };

const drawn = (style: Partial<QrStyle> = {}, text = address): QrDrawing => drawQr(text, { ...blue, ...style });

const seen = (drawing: QrDrawing, size: number): Picture => greyOf(rasterise(drawing, size), drawing.style);

async function readBoth({ width, height, grey }: Picture): Promise<(string | undefined)[]> {
  const rgba = rgbaOf({ width, height, grey });
  return [readQrPixels(rgba, width, height), await readPixelsWithZxing(rgba, width, height)];
}

test('pixels have whole modules, a quiet zone as wide as asked, and two decoders read them, logo or none', async () => {
  for (const logo of [undefined, 'N', 'FS']) {
    for (const quietZone of [4, 9, 16]) {
      const drawing = drawn({ quietZone, logo });
      const { shades } = rasterise(drawing, drawing.side * 5);
      const width = drawing.side * 5;
      const first = shades.findIndex((shade) => shade > 0);
      expect([first % width, Math.floor(first / width)], 'the corner of a finder').toEqual([quietZone * 5, quietZone * 5]);
      if (logo === undefined) expect([...new Set(shades)].sort()).toEqual([0, 255]);
      expect(await readBoth(seen(drawing, width + 3))).toEqual([address, address]);
    }
  }
});

test('the PNG is as large as asked, in its two colours, and read from the file', async () => {
  const { style, ...rest } = drawn({ logo: 'FS' });
  for (const size of [260, 499, 4000]) {
    const file = await twoColourPng(rasterise({ style, ...rest }, size), style.foreground, style.background);
    const view = Buffer.from(file);
    expect([view.readUInt32BE(16), view.readUInt32BE(20)]).toEqual([size, size]);
    const palette = view.subarray(view.indexOf('PLTE') + 4);
    expect([[...palette.subarray(0, 3)], [...palette.subarray(765, 768)]]).toEqual([style.background, style.foreground]);
    expect(await readWithZxing(file)).toBe(address);
  }
});

test('a large plain PNG costs a few kilobytes', async () => {
  const { style, ...rest } = drawn();
  expect((await twoColourPng(rasterise({ style, ...rest }, 4000), style.foreground, style.background)).length).toBeLessThan(40_000);
});

/** Paints the modules of an SVG from its path alone. */
function paintSvg(svg: string): Picture {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const pixels = 4;
  const grey = new Uint8Array((side * pixels) ** 2).fill(255);
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * pixels; row < (Number(y) + 1) * pixels; row++) {
      grey.fill(0, row * side * pixels + Number(x) * pixels, row * side * pixels + (Number(x) + Number(width)) * pixels);
    }
  }
  return { width: side * pixels, height: side * pixels, grey };
}

test('the SVG holds the same modules, its colours, no script, no font and no address', async () => {
  const svg = qrSvg(drawn(), 321);
  expect(await readBoth(paintSvg(svg))).toEqual([address, address]);
  expect(svg).toContain('width="321" height="321"');
  expect(svg).toContain('#143c6e');
  expect(svg).toContain('#fff6e6');
  expect(qrSvg(drawn({ logo: 'FS' }), 321)).not.toMatch(/<(?!\/?(?:svg|path|rect)\b)|pay\.example|font|script/);
});

/** Paints the characters as light or dark ink shows them. */
function paintText(text: string, ink: number, ground: number): Picture {
  const lines = text.slice(0, -1).split('\n');
  const cell = 4;
  const [width, height] = [(lines[0] ?? '').length * cell, lines.length * 2 * cell];
  const grey = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [Math.floor((at % width) / cell), Math.floor(at / width / cell)];
    return (y % 2 === 0 ? '▀█' : '▄█').includes(lines[y >> 1]?.[x] ?? ' ') ? ink : ground;
  });
  return { width, height, grey };
}

test('characters scan on the ground they are made for: light ink on dark, dark ink on light', async () => {
  const drawing = drawn();
  const [onDark, onLight] = [qrText(drawing, 'dark'), qrText(drawing, 'light')];
  expect(await readBoth(paintText(onDark, 230, 20))).toEqual([address, address]);
  expect(await readBoth(paintText(onLight, 20, 230))).toEqual([address, address]);
  for (const text of [onDark, onLight]) expect(text).toMatch(/^(?:[ ▀▄█]+\n)+$/);
  expect(
    new Set(
      onLight
        .slice(0, -1)
        .split('\n')
        .map((line) => line.length),
    ),
  ).toEqual(new Set([drawing.side]));
});

test('a logo takes level H, lies in the middle, and covers no more than a tenth of the modules', () => {
  for (const bytes of [20, 60, 140, 400, 900]) {
    const drawing = drawn({ logo: 'FS' }, address.padEnd(bytes, 'k7x'));
    const { side, logo, matrix, style } = drawing;
    expect(style.level).toBe('H');
    expect(logo && logo.side ** 2 / matrix.size ** 2).toBeLessThanOrEqual(0.1);
    expect(logo && logo.left * 2 + logo.side).toBe(side);
    const points = logo?.strokes.flat() ?? [];
    const reach = (logo?.strokeWidth ?? 0) / 2;
    for (const [x, y] of points) {
      for (const at of [x, y]) expect(Math.abs(at - side / 2) + reach).toBeLessThan((logo?.side ?? 0) / 2);
    }
  }
});

/** Of one version at level H: how many code words there are in all, for repair, and in how many blocks (ISO/IEC 18004, table 9). */
function blocksOf(size: number): { words: number; repair: number; blocks: number } {
  const version = (size - 17) / 4;
  const inside = createRequire(createRequire(import.meta.url).resolve('qrcode'));
  const { H } = inside('./core/error-correction-level');
  const { getBlocksCount, getTotalCodewordsCount } = inside('./core/error-correction-code');
  return {
    words: inside('./core/utils').getSymbolTotalCodewords(version),
    repair: getTotalCodewordsCount(version, H),
    blocks: getBlocksCount(version, H),
  };
}

/** The numbers of the code words with a module in the square, along the way they are laid: two columns at a time, up and down. */
function wordsUnder(matrix: BitMatrix, from: number, to: number): Set<number> {
  const { size } = matrix;
  const touched = new Set<number>();
  let bit = 0;
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2) {
    // The column of the timing pattern is stepped over.
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step++) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (matrix.isReserved(y, x)) continue;
        if ([x, y].every((at) => at >= from && at < to)) touched.add(bit >> 3);
        bit += 1;
      }
    }
    isUp = !isUp;
  }
  return touched;
}

/** The block a code word belongs to: words are dealt to the blocks in turn, first data, then repair; the last blocks have one more. */
function blockOf(word: number, { words, repair, blocks }: ReturnType<typeof blocksOf>): number {
  const data = words - repair;
  const dealt = Math.floor(data / blocks) * blocks;
  if (word >= data) return (word - data) % blocks;
  return word < dealt ? word % blocks : blocks - (data % blocks) + word - dealt;
}

test('in every version no block loses more than half of what it can repair to a logo', () => {
  for (let version = 1; version <= 40; version++) {
    const { modules } = create('a', { version, errorCorrectionLevel: 'H' }) as { modules: BitMatrix };
    const facts = blocksOf(modules.size);
    const plate = plateOf(modules.size);
    const lost = Array.from({ length: facts.blocks }, () => 0);
    const from = (modules.size - plate) / 2;
    for (const word of wordsUnder(modules, from, from + plate)) if (word < facts.words) lost[blockOf(word, facts)] = (lost[blockOf(word, facts)] ?? 0) + 1;
    expect(plate ** 2 / modules.size ** 2, `version ${version}`).toBeLessThanOrEqual(0.1);
    expect(Math.max(...lost) / Math.floor(facts.repair / facts.blocks / 2), `version ${version}`).toBeLessThanOrEqual(0.5);
  }
});

test('whatever a logo’s plate shows, also the opposite of every module under it, both decoders read around it', async () => {
  for (const bytes of [20, 55, 70, 100, 140]) {
    const text = 'https://a.dk/'.padEnd(bytes, 'k7x');
    const drawing = drawn({ logo: 'FS' }, text);
    const { matrix, logo, style } = drawing;
    const from = (logo?.left ?? 0) - style.quietZone;
    const turned = matrix.modules.map((module, at) => {
      const isUnder = [at % matrix.size, Math.floor(at / matrix.size)].every((place) => place >= from && place < from + (logo?.side ?? 0));
      return isUnder ? 1 - module : module;
    });
    const worst = { ...drawing, logo: undefined, matrix: { size: matrix.size, modules: turned } };
    expect(await readBoth(seen(worst, drawing.side * 6)), `${bytes} bytes`).toEqual([text, text]);
  }
});

test('the letters of a logo are the first of the name’s first two words, without accents', () => {
  const names = {
    'Fjord & Sons': 'FS',
    'Ærø Bryghus ApS': 'AB',
    øl: 'O',
    '7-Eleven': '7E',
    'Café d’Été': 'CD',
    łódź: 'L',
    'Ivan Čapek': 'IC',
    '東京 Coffee': 'C',
  };
  for (const [name, letters] of Object.entries(names)) expect(logoLetters(name), name).toBe(letters);
});

test('a name without a letter that can be drawn is refused, naming the way out', () => {
  for (const name of ['東京', '☕', '—']) {
    const error = refusal(() => logoLetters(name));
    expect([error.code, error.extra.errors?.[0]?.pointer]).toEqual(['invalid_field', '/logo']);
    expect(error.message).toContain('logo=none');
  }
});

test('an address too long for its level is refused at what asked for the level', () => {
  expect(drawn({ level: 'H' }, 'x'.repeat(mostBytes.H)).side).toBe(177 + 8);
  expect(refusal(() => drawn({ level: 'H' }, 'x'.repeat(mostBytes.H + 1))).extra.errors?.[0]?.pointer).toBe('/errorCorrection');
  expect(refusal(() => drawn({ level: 'L', logo: 'FS' }, 'x'.repeat(mostBytes.H + 1))).extra.errors?.[0]?.pointer).toBe('/logo');
});

test('runs are the dark modules, each once', () => {
  const drawing = drawn();
  const dark = drawing.matrix.modules.reduce((sum, module) => sum + module, 0);
  expect(runsOf(drawing).reduce((sum, { width }) => sum + width, 0)).toBe(dark);
});

test('contrast is counted as WCAG counts it', () => {
  expect(contrastRatio([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrastRatio([255, 255, 255], [0, 0, 0])).toBeCloseTo(1 / 21, 5);
  expect(contrastRatio([0x76, 0x76, 0x76], [255, 255, 255])).toBeCloseTo(4.54, 2);
});

test('a code is printed at least a tenth of its distance wide, and no module below 0.4 mm', () => {
  // 33 modules: 41 with the quiet zone.
  expect(minPrintMm({ size: 33 }, 10)).toBe(Math.ceil(0.4 * 41));
  expect(minPrintMm({ size: 33 }, 30)).toBe(Math.ceil((30 / 33) * 41));
  expect(minPrintMm({ size: 33 }, 300)).toBe(Math.ceil((300 / 33) * 41));
  expect(minPrintMm({ size: 177 }, 30)).toBe(Math.ceil(0.4 * 185));
  expect(minPrintMm({ size: 33 }, 30, 16)).toBe(Math.ceil((30 / 33) * 65));
});

test('the pixels of a PNG are the shades that were drawn', async () => {
  const drawing = drawn({ logo: 'FS' });
  const raster = rasterise(drawing, 300);
  const file = Buffer.from(await twoColourPng(raster, [0, 0, 0], [255, 255, 255]));
  const start = file.indexOf('IDAT');
  const rows = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
  const shades = new Uint8Array(300 * 300);
  for (let y = 0; y < 300; y++) {
    for (let x = 0; x < 300; x++) {
      const above = rows[y * 301] === 2 ? (shades[(y - 1) * 300 + x] ?? 0) : 0;
      shades[y * 300 + x] = above + (rows[y * 301 + 1 + x] ?? 0);
    }
  }
  expect(Buffer.compare(shades, raster.shades)).toBe(0);
});
