import { expect, test } from '@playwright/test';
import { ApiError } from '#lib/errors.ts';
import { drawQr, plainStyle, type QrDrawing, type QrStyle } from './drawing.ts';
import { errorLevels } from './matrix.ts';
import { type Choices, checkedQr, failedTrial } from './self-check.ts';

const address = 'https://pay.example.com/pay/000g40r40m30e209185gr38e1wr';
const anySize = 4000;
const named: Choices = { isLevelNamed: true, canChange: ['size', 'colours', 'errorCorrection'] };
const poster: Choices = { isLevelNamed: false, canChange: [] };

async function refusal(drawn: Promise<unknown>): Promise<ApiError> {
  const error = await drawn.then(
    () => new Error('Nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw error;
}

/** A code with a band of its modules turned over. */
function damaged(text: string, style: QrStyle, rows: number): QrDrawing {
  const drawing = drawQr(text, style);
  const { size } = drawing.matrix;
  const [from, to] = [10 * size, (10 + rows) * size];
  return { ...drawing, matrix: { size, modules: drawing.matrix.modules.map((module, at) => (at >= from && at < to ? 1 - module : module)) } };
}

test('a sound code stands every trial, at every level, with and without a logo', async () => {
  for (const level of ['L', 'M', 'Q', 'H'] as const) expect(await failedTrial(drawQr(address, { ...plainStyle, level }), address, 500)).toBeUndefined();
  for (const logo of ['N', 'FS']) expect((await checkedQr(address, { ...plainStyle, logo }, 500)).style.level).toBe('H');
});

test('a code of another address, or of too little contrast, does not pass', async () => {
  expect(await failedTrial(drawQr(`${address}x`, plainStyle), address, 500)).toBe('as it is');
  expect(await failedTrial(drawQr(address, { ...plainStyle, foreground: [250, 250, 250] }), address, 500)).toBe('as it is');
  expect(await failedTrial(drawQr(address, { ...plainStyle, foreground: [255, 255, 255], background: [0, 0, 0] }), address, 500)).toBe('as it is');
});

test('what scans clean and not at half its size is not let through', async () => {
  expect(await failedTrial(drawQr(address, plainStyle), address, 41 * 2)).toBeDefined();
});

test('a code that does not scan is drawn again at the next level of error correction', async () => {
  const tried: string[] = [];
  const drawing = await checkedQr(address, { ...plainStyle, level: 'L' }, anySize, named, (text, style) => {
    tried.push(style.level);
    return style.level === 'Q' ? drawQr(text, style) : damaged(text, style, 20);
  });
  expect(tried).toEqual(['L', 'M', 'Q']);
  expect(drawing.style.level).toBe('Q');
});

test('where nobody named a level the lower ones are tried after the higher ones; a level that was named is never undercut', async () => {
  const tried: string[] = [];
  const draw = (text: string, style: QrStyle) => {
    tried.push(style.level);
    return style.level === 'L' ? drawQr(text, style) : damaged(text, style, 20);
  };
  expect((await checkedQr(address, { ...plainStyle, level: 'Q' }, anySize, poster, draw)).style.level).toBe('L');
  expect(tried).toEqual(['Q', 'H', 'M', 'L']);
  expect((await refusal(checkedQr(address, { ...plainStyle, level: 'Q' }, anySize, named, draw))).code).toBe('qr_unreadable');
});

test('an address too long for the usual level of a poster is drawn at one that carries it', async () => {
  const tried: string[] = [];
  const draw = (text: string, style: QrStyle) => {
    tried.push(style.level);
    return damaged(text, style, 40);
  };
  await refusal(checkedQr('x'.repeat(2000), { ...plainStyle, level: 'Q' }, anySize, poster, draw));
  expect(tried).toEqual(['M', 'L']);
});

test('a refusal names only what can be changed there, and a larger size only where one is looked at', async () => {
  const refused = async (choices: Choices, size: number) =>
    (await refusal(checkedQr(address, plainStyle, size, choices, (text, style) => damaged(text, style, 40)))).message.replace(/.*Choose /, '');
  expect(await refused(named, 164)).toBe('a larger size, colours of more contrast or a lower errorCorrection.');
  expect(await refused(named, anySize)).toBe('colours of more contrast or a lower errorCorrection.');
  expect(await refused({ ...named, isLevelNamed: false }, anySize)).toBe('colours of more contrast.');
  expect(await refused(poster, anySize)).toBe('a shorter url of the link.');
});

test('a code that scans at no level is refused with the trial that failed and what to change', async () => {
  const error = await refusal(checkedQr(address, { ...plainStyle, logo: 'FS' }, anySize, named, (text, style) => drawQr(text, style, (size) => size - 16)));
  expect([error.code, error.status]).toEqual(['qr_unreadable', 422]);
  expect(error.message).toBe('This QR code does not scan as it is. Choose colours of more contrast or logo=none.');
  const long = await refusal(checkedQr('x'.repeat(400), plainStyle, anySize, named, (text, style) => damaged(text, style, 40)));
  expect(long.message).toContain('or a shorter url of the link.');
});

test('fewer than four pixels a module are refused with the least size, which then works', async () => {
  const error = await refusal(checkedQr(address, plainStyle, 163));
  expect([error.code, error.extra.minimum, error.extra.errors?.[0]?.pointer]).toEqual(['qr_too_small', 164, '/size']);
  expect((await checkedQr(address, plainStyle, 164)).side).toBe(41);
});

test('addresses up to 400 bytes pass, at the level asked for or a better one, and twice as long ones at the usual level', async () => {
  for (const bytes of [20, 100, 200, 400]) {
    const text = 'https://a.dk/'.padEnd(bytes, 'k7x2m');
    for (const level of errorLevels) {
      const given = (await checkedQr(text, { ...plainStyle, level }, anySize)).style.level;
      expect(errorLevels.indexOf(given)).toBeGreaterThanOrEqual(errorLevels.indexOf(level));
    }
  }
  expect((await checkedQr('https://a.dk/'.padEnd(800, 'k7x2m'), plainStyle, anySize)).style.level).toBe('M');
});
