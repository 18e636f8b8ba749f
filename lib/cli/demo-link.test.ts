import { expect, test } from '@playwright/test';
import { demo } from '../../prisma/seed.ts';
import { demoPage } from './demo-link.ts';

test('the demo prints the secrets it was seeded with, beside the addresses they open', () => {
  const addresses = { localUrl: 'http://localhost:3000', publicUrl: 'http://192.0.2.1:3000', sandboxUrl: 'http://192.0.2.1:3001' };
  const printed = demoPage(addresses, {
    page: 'http://192.0.2.1:3000/pay/token',
    pageId: 'id',
    shop: 'http://192.0.2.1:3002/?paymentLink=token',
    further: [{ state: 'paid', link: 'http://192.0.2.1:3000/pay/other' }],
  });
  expect(printed).toMatch(/paid {17}http:\/\/192\.0\.2\.1:3000\/pay\/other\n/);
  expect(printed).toContain("or on a shop's page  http://192.0.2.1:3002/?paymentLink=token\n");
  expect(printed).toContain(`API credentials      ${demo.username} / ${demo.password} `);
  expect(printed).toContain(`Callback secret      ${demo.callbackSecret}\n`);
  expect(printed).toMatch(/Sandbox gateway {6}http:\/\/192\.0\.2\.1:3001\/sandbox .*\n +sign in as (.*)\n/);
  expect(printed).toContain(`sign in as ${demo.gateway.username} / ${demo.gateway.password}\n`);
});
