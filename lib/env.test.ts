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
