import { expect, test } from '@playwright/test';
import { aReceipt, minor } from '#lib/testing/receipts.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { mailDocument } from './mail-document.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';

const english = pageLanguage({});

test('the e-mail says what the receipt says, with refunds and what is paid after them', () => {
  const text = mailText(mailDocument(aReceipt(), english));
  for (const part of [
    'You paid DKK\u00a0996.00 to Nordlys Keramik.',
    'Order: NK-20417',
    'Date: 23 November 2026 at 11:39 CET',
    'Card: •••• 1111',
    '2 × Stoneware mug “Blå” 日本: DKK\u00a0398.00',
    'Refunded on 25 November 2026: -DKK\u00a0199.00',
    'Paid after refunds: DKK\u00a0797.00',
    'Nordlys Keramik ApS\nHavnegade 12\n8000 Aarhus C\nVAT number: DK12345678',
    'E-mail: hello@nordlys.example',
    'Test mode. No real money moves.',
  ])
    expect(text).toContain(part);
  expect(mailText(mailDocument(aReceipt({ isTest: false, refunds: [] }), english))).not.toMatch(/Test mode|Refunded|after refunds/);
});

const hostile = '<script>alert(1)</script>" onload="x\r\nBcc: eve@evil.example\u202egnp.exe';

test('hostile names stay text: no markup, no line of their own, no turned direction', () => {
  const merchant = {
    ...aReceipt().merchant,
    name: hostile,
    legalName: hostile,
    legalAddress: hostile.replace('\r\n', ' '),
    taxId: hostile,
    phone: hostile,
  };
  const receipt = aReceipt({
    merchant,
    orderId: hostile,
    lines: [{ description: hostile, quantity: 1, total: minor(1n) }],
    method: { identifier: 'X', name: hostile },
  });
  const document = mailDocument(receipt, english);
  expect(document.subject).not.toMatch(/[\r\n\u202e]/);
  const html = mailHtml(document);
  expect(html).not.toMatch(/<script|\u202e|" onload/);
  expect(mailText(document)).not.toMatch(/^Bcc|\u202e/m);
});

test('nothing is loaded, and every style is in its place', () => {
  const html = mailHtml(mailDocument(aReceipt(), english));
  expect(html).not.toMatch(/<img|<link|<style|<script|url\(|https?:/);
});

test('a language that runs from right to left turns the e-mail, and its values stay whole', () => {
  const html = mailHtml(mailDocument(aReceipt(), pageLanguage({ configured: 'ar' })));
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(html).toContain('<bdi>NK-20417</bdi>');
  expect(html).toMatch(/scope="row" style="[^"]*text-align:right/);
});
