import { devices, type Page } from '@playwright/test';
import { pictureOf } from '#lib/testing/pictures.ts';
import { expectAccessible } from '../fixtures/accessible.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { anyAddress } from '../fixtures/stranger.ts';
import { expect, test } from '../fixtures/test.ts';

const { defaultBrowserType: _engine, ...phone } = devices['Pixel 7'];
test.use(phone);
test.setTimeout(90_000);

let server: RunningServer;
let shop: Shop;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  server = await startServer({ database: 'embedded', settings: { TRUST_PROXY: '1' } });
  shop = await openShop(server, 'Fjord & Sons');
});
test.afterAll(async () => {
  await shop.close();
  await server.stop();
});
test.beforeEach(async ({ page, consoleGuard }) => {
  consoleGuard.allow(/Failed to load resource: the server responded with a status of (413|422)/);
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': anyAddress() });
});

async function check(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.goto(`${server.publicUrl}/verify`);
  await page.getByLabel('A photo of the code').setInputFiles(file);
  await page.getByRole('button', { name: 'Check' }).click();
}

const png = (...texts: string[]) => ({ name: 'sticker.png', mimeType: 'image/png', buffer: Buffer.from(pictureOf(...texts)) });

/** A photo as a phone makes it: a JPEG of a sticker on a wall, a little turned. */
async function photo(page: Page, sticker: Buffer): Promise<Buffer> {
  const base64 = await page.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(1600, 1200);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#9a8f80';
    context.fillRect(0, 0, 1600, 1200);
    context.translate(800, 600);
    context.rotate(0.3);
    context.drawImage(image, -250, -250, 500, 500);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 });
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
  }, sticker.toString('base64'));
  return Buffer.from(base64, 'base64');
}

test('a phone’s photo of a sticker of ours is told to be ours, and whose', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await page.goto(`${server.publicUrl}/verify`);
  await expectAccessible(page);
  await expect(page.getByLabel('A photo of the code')).toHaveAttribute('capture', 'environment');
  const buffer = await photo(page, Buffer.from(pictureOf(paymentLink)));
  await check(page, { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer });
  await expect(page.getByRole('heading', { name: 'This code is ours' })).toBeFocused();
  await expect(page.getByText('it leads to a payment to Fjord & Sons')).toBeVisible();
  await expectAccessible(page);
});

test('a forged sticker is told to be one, its host is plain text, and the way back leads to the form', async ({ page }) => {
  await check(page, png('https://pаy.example/pay/3ksphrjz6nrptvfnejecje63kr5'));
  await expect(page.getByRole('heading', { name: 'Do not pay with this code' })).toBeFocused();
  await expect(page.getByText('xn--py-7kc.example')).toBeVisible();
  await expect(page.locator('main a')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Check another code' }).click();
  await expect(page.getByRole('heading', { name: 'Is this payment code ours?' })).toBeVisible();
});

test('a forged sticker beside one of ours makes the picture a warning', async ({ page }) => {
  const { paymentLink } = await shop.link();
  await check(page, png(paymentLink, 'https://evil.example/'));
  await expect(page.getByRole('heading', { name: 'Not all codes in the picture are ours' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'evil.example' })).toBeVisible();
  await expectAccessible(page);
});

test('a picture without a code is told with the focus, and the form is there for another', async ({ page }) => {
  await check(page, png());
  await expect(page.getByRole('alert')).toContainText('We found no QR code');
  await expect(page.getByRole('alert')).toBeFocused();
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: 'Check' })).toBeVisible();
});

test('a photo that is too large is answered by the page, not by the end of the connection', async ({ page }) => {
  await check(page, { name: 'IMG_2.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(12 * 1024 * 1024) });
  await expect(page.getByRole('alert')).toContainText('too large');
});

test('a pasted address is checked without script, in the reader’s language', async ({ browser }) => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false, locale: 'fr-FR' });
  const page = await context.newPage();
  const { paymentLink } = await shop.link();
  await page.goto(`${server.publicUrl}/verify`);
  await page.getByLabel('Ou son adresse ou son code').fill(paymentLink);
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page.getByRole('heading', { name: 'Ce code est le nôtre' })).toBeVisible();
  await context.close();
});
