import { expect, test } from '@playwright/test';
import { languages } from '#lib/i18n/languages.ts';
import { pageLanguage } from '#lib/i18n/page-language.ts';
import { posterWords } from '#lib/i18n/poster-words.ts';
import { rgbaOf } from '#lib/qr/camera.ts';
import { drawQr, plainStyle } from '#lib/qr/drawing.ts';
import { readQrPixels } from '#lib/qr/read-pixels.ts';
import { codesOf, instructionsOf, missingGlyphsOf, textsOf } from '#lib/testing/pdf.ts';
import { readPixelsWithZxing } from '#lib/testing/qr-decoders.ts';
import { posterContract, qrPngContract } from '../links/print-contract.ts';
import { a4Poster } from './a4-poster.ts';
import type { Poster } from './poster.ts';
import { tableTent } from './table-tent.ts';

const address = 'https://pay.example.com/pay/000g40r40m30e209185gr38e1wr';

/** A poster of an order; override what matters. */
function aPoster(given: Partial<Poster> = {}, configured = 'en'): Poster {
  const { merchant = 'Fjord & Sons', orderId = '1234' } = given;
  const language = pageLanguage({ configured });
  return {
    merchant,
    amount: 'DKK 2,049.99',
    orderId,
    host: 'pay.example.com',
    typedAt: 'pay.example.com/p',
    code: drawQr(address, { ...plainStyle, level: 'Q' }),
    words: posterWords(language, { merchant, orderId }),
    language: language.tag,
    direction: language.direction,
    isTest: false,
    createdAt: new Date(1_800_000_000_000),
    ...given,
  };
}

const formats = { A4: { print: a4Poster, faces: 1, pageMm: [210, 297] }, A6: { print: tableTent, faces: 2, pageMm: [148, 210] } } as const;

for (const [format, { print, faces, pageMm }] of Object.entries(formats)) {
  /** The words of one face, as one text. */
  const read = async (poster: Poster): Promise<string> => {
    const texts = textsOf(await print(poster));
    expect(texts.slice(0, texts.length / faces)).toEqual(texts.slice(texts.length - texts.length / faces));
    return texts.slice(0, texts.length / faces).join(' ');
  };

  test(`${format}: two decoders read the code of every face`, async () => {
    const codes = codesOf(await print(aPoster()));
    expect(codes.length).toBe(faces);
    for (const code of codes) {
      const rgba = rgbaOf(code);
      expect([readQrPixels(rgba, code.width, code.height), await readPixelsWithZxing(rgba, code.width, code.height)]).toEqual([address, address]);
    }
  });

  test(`${format}: it names the merchant, the order and the host to look for, and the amount only when it is wanted`, async () => {
    const text = await read(aPoster());
    for (const part of ['Fjord & Sons', 'DKK 2,049.99', 'Order 1234', 'Scan to pay with your phone', 'pay.example.com']) expect(text).toContain(part);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('check that your phone shows this address');
    expect(await read(aPoster({ amount: undefined }))).not.toContain('2,049.99');
  });

  test(`${format}: a short code is told in groups of four with where to type it, and nothing of it without one`, async () => {
    const typed = (await read(aPoster({ shortCode: '4K7T9QXW2M8B' }))).replaceAll(/\s+/g, ' ');
    expect(typed).toMatch(/Cannot scan\? Go to +pay\.example\.com\/p +and enter code +4K7T-9QXW-2M8B +and order +number +1234 ?\./);
    expect(await read(aPoster())).not.toMatch(/Cannot|\/p\b/);
  });

  test(`${format}: test mode says that no real money moves`, async () => {
    expect(await read(aPoster({ isTest: true }))).toContain('No real money moves.');
    expect(await read(aPoster())).not.toContain('real money');
  });

  test(`${format}: nothing long is cut off, or leaves the page`, async () => {
    const long = aPoster({
      merchant: `${'Nordic Ceramics & Coffee '.repeat(4)}ApS`,
      amount: '9,999,999,999,999.99 KWD',
      orderId: 'x'.repeat(100),
      host: `${'pagamenti-'.repeat(6)}example.com`,
      shortCode: '4K7T9QXW2M8B',
      isTest: true,
    });
    const pdf = await print(long);
    const text = textsOf(pdf).join('').replaceAll(' ', '');
    for (const value of [long.merchant, long.amount, long.orderId, long.host]) expect(text).toContain(value?.replaceAll(' ', ''));
    const starts = [...instructionsOf(pdf).matchAll(/1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm/g)];
    expect(starts.length).toBeGreaterThan(10);
    // Counted from the top of the page, or of the face.
    for (const [, x, y] of starts) {
      expect(Number(x)).toBeGreaterThan(0);
      expect((Number(y) * 25.4) / 72).toBeLessThan(pageMm[1] / faces - 3);
    }
  });

  test(`${format}: the same facts make the same bytes: one page, titled, in its language, tagged`, async () => {
    const pdf = await print(aPoster({}, 'da'));
    expect(Buffer.compare(pdf, await print(aPoster({}, 'da')))).toBe(0);
    const text = Buffer.from(pdf).toString('latin1');
    expect(text.match(/\/Type \/Page\b/g)?.length).toBe(1);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    expect([Number(width), Number(height)].map((points) => Math.round((points * 25.4) / 72))).toEqual([...pageMm]);
    expect(text).toContain('/Lang (da)');
    expect(text).toContain('\n(Betaling til Fjord + Sons)\n');
    expect(text).toContain('>Betaling til Fjord + Sons<');
    expect(text).toContain('/Marked true');
    expect(text).toMatch(/\/S \/H1\b/);
    expect(text).toMatch(/\/S \/Figure\n\/Alt \(QR-kode til betalingslinket\)/);
  });
}

test('a poster may be refused for its code as any drawing of it may', () => {
  for (const code of qrPngContract.refuses) expect(posterContract.refuses).toContain(code);
});

test('words that end a line are parted from the next ones for who is read the page, and a broken word is not', async () => {
  const texts = textsOf(await tableTent(aPoster({ orderId: 'x'.repeat(100) }))).join('');
  expect(texts).toContain('check that your phone shows this address');
  expect(texts).toContain('x'.repeat(100));
});

test('every language has a poster in its own words, with a letter for each of them', async () => {
  for (const code of languages.keys()) {
    const { scan } = posterWords(pageLanguage({ configured: code }), { merchant: 'x', orderId: '1' });
    const pdf = await a4Poster(aPoster({}, code));
    expect(missingGlyphsOf(pdf), code).toBe(0);
    const read = textsOf(pdf).join('');
    expect(read, code).not.toContain('\ufffd');
    expect(letters(read), code).toContain(letters(scan));
  }
});

/** Without spaces, which the ends of lines and runs may have or not. */
const letters = (text: string): string => text.replaceAll(/[\s\p{Cf}]/gu, '');

test('names are printed in their own script', async () => {
  for (const merchant of ['東京ティー', 'Кафе «Ёлка»', 'מאפייה', 'ร้านกาแฟ', 'Łódź Žižkov']) {
    const pdf = await a4Poster(aPoster({ merchant, orderId: merchant }));
    expect(letters(textsOf(pdf).join(''))).toContain(letters(merchant));
    expect(missingGlyphsOf(pdf)).toBe(0);
  }
});

test('a right-to-left tent has its code on the right, where its lines begin', async () => {
  const codeAt = async (code: string) =>
    Number(/^1 0 0 1 ([\d.]+) [\d.]+ cm\n([\d.]+) 0 0 \2 0 0 cm$/m.exec(instructionsOf(await tableTent(aPoster({}, code))))?.[1]);
  expect(await codeAt('en')).toBeLessThan(50);
  expect(await codeAt('ar')).toBeGreaterThan(200);
});
