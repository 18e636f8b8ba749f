import { expect, test } from '@playwright/test';
import { aReceipt } from '#lib/testing/receipts.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { writeMail } from './write-mail.ts';

const language = pageLanguage({});
const addressed = { id: '01990000-0000-7000-8000-000000000001', to: 'ada@example.com', receipt: aReceipt(), language };
const attached = language.t('mail.attached');

test('an e-mail carries its PDF and says so', async () => {
  const mail = await writeMail(addressed, async () => new Uint8Array([1]));
  expect(mail.attachment).toEqual({ filename: expect.stringMatching(/^receipt-.+\.pdf$/), content: new Uint8Array([1]) });
  for (const text of [mail.text, mail.html]) expect(text).toContain(attached);
});

for (const [what, draw] of Object.entries({
  'that cannot be printed': () => Promise.reject(new Error('A document failed to print')),
  'that is not printed in time': () => new Promise<Uint8Array>(() => undefined),
})) {
  test(`without a PDF ${what} the e-mail goes all the same, tells the receipt and does not say that one is attached`, async () => {
    const mail = await writeMail(addressed, draw, 20);
    expect(mail.attachment).toBeUndefined();
    for (const text of [mail.text, mail.html]) {
      expect(text).not.toContain(attached);
      expect(text).not.toContain('undefined');
      expect(text).toContain('NK-20417');
    }
  });
}
