import { expect, test } from '@playwright/test';
import { proveCodes } from '#lib/testing/qr-proof.ts';

test('of 60 random links in random styles two decoders read every one, and nearly all of them as phones see them', async () => {
  test.setTimeout(120_000);
  const [clean, ...others] = await proveCodes({ count: 60, seed: 1 });
  expect(clean).toEqual({ sight: 'clean', jsqr: 60, zxing: 60, missed: [] });
  for (const { sight, zxing } of others) if (!/tenth|half a module/.test(sight)) expect(zxing, sight).toBeGreaterThan(54);
});

test('the same seed draws the same', async () => {
  expect(await proveCodes({ count: 3, seed: 7 })).toEqual(await proveCodes({ count: 3, seed: 7 }));
});
