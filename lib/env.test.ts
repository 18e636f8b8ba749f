import { expect, test } from '@playwright/test';
import { EnvironmentError, readEnvironment } from './env.ts';

const live = {
  MODE: 'live',
  PUBLIC_URL: 'https://pay.example.com',
  DATABASE_URL: 'postgresql://app:secret@db:5432/pay',
  SECRET_KEY: 'x'.repeat(48),
  GATEWAY_URL: 'https://shop.altapaysecure.com',
};

test('nothing starts without a mode', () => {
  expect(() => readEnvironment({})).toThrow(/MODE: must be "test" or "live"/);
  expect(() => readEnvironment({ MODE: '' })).toThrow(EnvironmentError);
});

test('test mode needs the mode only', () => {
  expect(readEnvironment({ MODE: 'test' })).toMatchObject({
    PORT: 3000,
    PUBLIC_URL: 'http://localhost:3000',
    SANDBOX_PORT: 3001,
    SANDBOX_URL: 'http://localhost:3001',
    TRUST_PROXY: 0,
    DEMO: false,
  });
});

test('the sandbox follows the port', () => {
  expect(readEnvironment({ MODE: 'test', PORT: '4000' })).toMatchObject({ SANDBOX_PORT: 4001, SANDBOX_URL: 'http://localhost:4001' });
});

const wrong: Record<string, string> = {
  PORT: '70000',
  PUBLIC_URL: 'https://pay.example.com/path',
  DATABASE_URL: 'mysql://localhost/pay',
  CALLBACK_TARGETS: '192.168.7.7',
  DEMO: 'yes',
  TRUST_PROXY: '-1',
  SANDBOX_URL: 'ftp://sandbox',
};

for (const [name, value] of Object.entries(wrong)) {
  test(`a wrong ${name} is named, and its value is not repeated`, () => {
    expect(() => readEnvironment({ MODE: 'test', [name]: value })).toThrow(
      new RegExp(`^Settings are wrong or missing[^]*  ${name}: (?![^]*${value.replaceAll('/', '\\/')})`),
    );
  });
}

const plain: Record<string, [value: string, message: string]> = {
  MODE: ['production', 'must be "test" or "live"'],
  PORT: ['abc', 'must be a number from 1 to 65535'],
  SANDBOX_PORT: ['0', 'must be a number from 1 to 65535'],
  PUBLIC_URL: ['pay.example.com', 'must be an http(s) address such as https://pay.example.com'],
  DATABASE_POOL: ['2.5', 'must be a number from 1 to 200'],
  CALLBACK_TARGETS: ['one,two', 'must be a list such as 127.0.0.1:8080,shop.test:*'],
  DEMO: ['yes', 'must be 0 or 1'],
  LATE_GRACE_MINUTES: ['1e3', 'must be a number from 0 to 1440'],
  TRUST_PROXY: ['99999', 'must be a number from 0 to 5'],
  SESSION_DAYS: [' ', 'must be a number from 1 to 3650'],
  LOG_LEVEL: ['loud', 'must be debug, info, warn, error or silent'],
};

for (const [name, [value, message]] of Object.entries(plain)) {
  test(`a wrong ${name} is told once and in plain words`, () => {
    const told = `Settings are wrong or missing (see README, "Settings"):\n  ${name}: ${message}`;
    expect(() => readEnvironment({ MODE: 'test', [name]: value })).toThrow(new EnvironmentError(told));
  });
}

const mail = { MODE: 'test', SMTP_URL: 'smtp://mail.example:2525', MAIL_FROM: 'Pay <receipts@pay.example>' };

test('mail is set by its server and its sender together', () => {
  expect(readEnvironment(mail)).toMatchObject({ SMTP_URL: mail.SMTP_URL, SMTP_PLAIN: false, MAIL_FROM: { name: 'Pay', address: 'receipts@pay.example' } });
  expect(readEnvironment({ ...mail, MAIL_FROM: 'receipts@pay.example' }).MAIL_FROM).toEqual({ name: undefined, address: 'receipts@pay.example' });
  for (const name of ['SMTP_URL', 'MAIL_FROM']) expect(() => readEnvironment({ ...mail, [name]: '' })).toThrow(/SMTP_URL and MAIL_FROM must be set together/);
});

test('a mail server that is none, and a sender that is none or several, are refused and not repeated', () => {
  for (const url of [
    'mail.example',
    'https://mail.example',
    'smtp://',
    'smtp://user@mail.example',
    'smtp://mail.example/x',
    'smtp://a:%zz@mail.example',
    'smtp://a:%FF@mail.example',
    'smtp://%C3:b@mail.example',
  ])
    expect(() => readEnvironment({ ...mail, SMTP_URL: url }), url).toThrow(/SMTP_URL: must look like smtp:\/\/user:password@mail\.example:587 or [^\n]+$/);
  for (const from of ['nobody', 'a@b.example, c@d.example', 'Pay <a@b.example', 'Pay\r\nBcc: x@y.example <a@b.example>', '<>', 'a@localhost'])
    expect(() => readEnvironment({ ...mail, MAIL_FROM: from }), from).toThrow(/MAIL_FROM: must be an e-mail address[^\n]+$/);
});

test('numbers are read as numbers', () => {
  expect(readEnvironment({ MODE: 'test', PORT: '4000', TRUST_PROXY: '5', LATE_GRACE_MINUTES: '0' })).toMatchObject({
    PORT: 4000,
    TRUST_PROXY: 5,
    LATE_GRACE_MINUTES: 0,
  });
});

test('live mode starts with all it needs', () => {
  expect(readEnvironment(live).PUBLIC_URL).toBe('https://pay.example.com');
});

const missing = { PUBLIC_URL: 'http://pay.example.com', DATABASE_URL: '', SECRET_KEY: '', GATEWAY_URL: '' };
const forbidden = { DEMO: '1', SANDBOX_PORT: '3001', SANDBOX_URL: 'https://sandbox.example.com', CALLBACK_TARGETS: '127.0.0.1:80' };

for (const [name, value] of Object.entries({ ...missing, ...forbidden })) {
  test(`live mode refuses to start with ${name}=${value || '(unset)'}`, () => {
    expect(() => readEnvironment({ ...live, [name]: value })).toThrow(new RegExp(`^Live mode refuses to start[^]*${name}`));
  });
}
