import { expect, test } from '@playwright/test';
import { mailSettings } from './mail-settings.ts';

/** The settings of a process that was started with these. */
function settingsOf(given: Record<string, string>) {
  const holder = globalThis as { [key: symbol]: unknown };
  const registry = Symbol.for('payment-links.process');
  const [valuesBefore, environmentBefore] = [holder[registry], process.env];
  holder[registry] = undefined;
  process.env = { NODE_ENV: 'test', ...given };
  try {
    return mailSettings();
  } finally {
    holder[registry] = valuesBefore;
    process.env = environmentBefore;
  }
}

const live = {
  MODE: 'live',
  PUBLIC_URL: 'https://pay.example.com',
  DATABASE_URL: 'postgresql://app:secret@db:5432/pay',
  SECRET_KEY: 'x'.repeat(48),
  GATEWAY_URL: 'https://shop.altapaysecure.com',
};
const mail = { SMTP_URL: 'smtp://pay%40shop:p%3Aw@mail.example', MAIL_FROM: 'receipts@pay.example' };

test('there is no mail where none is set', () => {
  expect(settingsOf({ MODE: 'test' })).toBeUndefined();
});

test('the server’s address says port, TLS and login', () => {
  expect(settingsOf({ MODE: 'test', ...mail })).toMatchObject({ host: 'mail.example', port: 587, isSecure: false, login: { user: 'pay@shop', pass: 'p:w' } });
  expect(settingsOf({ MODE: 'test', ...mail, SMTP_URL: 'smtps://[::1]' })).toMatchObject({ host: '::1', port: 465, isSecure: true, login: undefined });
});

test('live mail is encrypted, unless it is said that it need not be', () => {
  expect(settingsOf({ ...live, ...mail })).toMatchObject({ needsTls: true });
  expect(settingsOf({ ...live, ...mail, SMTP_PLAIN: '1' })).toMatchObject({ needsTls: false });
  expect(settingsOf({ MODE: 'test', ...mail })).toMatchObject({ needsTls: false });
});
