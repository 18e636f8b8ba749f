import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { beginFreshProcess } from '#lib/testing/fresh-process.ts';
import { sameText } from './same-text.ts';
import { activeKeyVersion, isMacText, mac, macText, seal, sha256, unseal } from './secrets.ts';

const oldKey = 'the-old-root-key-of-at-least-32-bytes';
const newKey = 'the-new-root-key-of-at-least-32-bytes';

/** Runs `work` as a process that was started with these settings, keys and all read anew. */
function startedWith<T>(settings: Record<string, string>, work: () => T): T {
  const end = beginFreshProcess(settings);
  try {
    return work();
  } finally {
    end();
  }
}

const withKey = <T>(key: string, work: () => T): T => startedWith({ SECRET_KEY: key, DATABASE_URL: 'postgresql://db/pay' }, work);

test('what was sealed is opened again, whatever the text', () => {
  withKey(oldKey, () => {
    for (const text of ['', 'secret', 'æøå 日本語 😀', '\u0000', 'x'.repeat(100_000)]) expect(unseal('label', seal('label', text))).toBe(text);
  });
});

test('the same text is sealed differently each time, and never shows', () => {
  withKey(oldKey, () => {
    const sealed = Array.from({ length: 100 }, () => Buffer.from(seal('label', 'the secret')).toString('hex'));
    expect(new Set(sealed).size).toBe(100);
    expect(sealed.some((hex) => hex.includes(Buffer.from('the secret').toString('hex')))).toBe(false);
  });
});

test('what was sealed for one row does not open in another', () => {
  withKey(oldKey, () => {
    const sealed = seal('gateway-password:merchant-1', 'secret');
    for (const label of ['gateway-password:merchant-2', 'gateway-secret:merchant-1', '']) expect(() => unseal(label, sealed), label).toThrow();
  });
});

test('a single changed byte does not open, nor does a part', () => {
  withKey(oldKey, () => {
    const sealed = seal('label', 'secret');
    for (let at = 1; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal('label', changed), `byte ${at}`).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) expect(() => unseal('label', sealed.subarray(0, length)), `${length} bytes`).toThrow();
  });
});

test('after a rotation the new key seals, and the old one still opens', () => {
  const sealed = withKey(oldKey, () => seal('label', 'secret'));
  withKey(`2:${newKey}, 1:${oldKey}`, () => {
    expect(activeKeyVersion()).toBe(2);
    expect(unseal('label', sealed)).toBe('secret');
    expect(seal('label', 'secret')[0]).toBe(2);
  });
});

test('a key that was taken away too early is named, not guessed around', () => {
  const sealed = withKey(oldKey, () => seal('label', 'secret'));
  withKey(`2:${newKey}`, () => expect(() => unseal('label', sealed)).toThrow('SECRET_KEY version 1 is needed'));
  withKey(newKey, () => expect(() => unseal('label', sealed)).toThrow());
});

test('a MAC made before a rotation is still known, a stranger’s is not', () => {
  const before = withKey(oldKey, () => macText('return-page', 'payment-1'));
  expect(before).toMatch(/^[\w-]{22}$/);
  withKey(`2:${newKey},1:${oldKey}`, () => {
    expect(isMacText('return-page', 'payment-1', before)).toBe(true);
    expect(isMacText('return-page', 'payment-1', macText('return-page', 'payment-1'))).toBe(true);
    expect(macText('return-page', 'payment-1')).not.toBe(before);
    for (const wrong of ['', before.slice(1), `${before}A`, before.toLowerCase()]) expect(isMacText('return-page', 'payment-1', wrong)).toBe(false);
    expect(isMacText('return-page', 'payment-2', before)).toBe(false);
    expect(isMacText('page-nonce', 'payment-1', before)).toBe(false);
  });
  withKey(`2:${newKey}`, () => expect(isMacText('return-page', 'payment-1', before)).toBe(false));
});

test('each purpose has a key of its own, and keys depend on nothing but the root key', () => {
  const purposes = ['link', 'gateway-callback', 'return-page', 'page-nonce'] as const;
  const made = () => purposes.map((purpose) => mac(purpose, 'text').toString('hex'));
  expect(new Set(withKey(oldKey, made)).size).toBe(purposes.length);
  expect(withKey(oldKey, made)).toEqual(withKey(oldKey, made));
  expect(withKey(oldKey, made)).not.toEqual(withKey(newKey, made));
});

test('a root key that is too short, or missing beside a PostgreSQL, is refused', () => {
  for (const key of ['short', 'x'.repeat(31), '2:short', `2:${newKey},1:short`, `256:${newKey}`, `2:${newKey},`]) {
    withKey(key, () => expect(() => activeKeyVersion(), key).toThrow('SECRET_KEY must be at least 32 bytes long'));
  }
  startedWith({ DATABASE_URL: 'postgresql://db/pay' }, () => expect(() => activeKeyVersion()).toThrow('SECRET_KEY must be set'));
});

test('the embedded database gets a key of its own, made once, for its owner’s eyes only', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'payment-links-secrets-')), 'data');
  const sealed = startedWith({ DATA_DIR: folder }, () => seal('label', 'secret'));
  const path = join(folder, 'secret-key');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(path, 'utf8'), 'base64').length).toBe(48);
  expect(startedWith({ DATA_DIR: folder }, () => unseal('label', sealed))).toBe('secret');
  rmSync(folder, { recursive: true });
});

test('texts are compared whole', () => {
  expect(sameText('a', 'a')).toBe(true);
  for (const [left, right] of [
    ['a', 'b'],
    ['a', 'aa'],
    ['', 'a'],
    ['a', 'A'],
  ] as const)
    expect(sameText(left, right)).toBe(false);
  expect(Buffer.from(sha256('abc')).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
