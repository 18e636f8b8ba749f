import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { createTranslator } from 'next-intl';
import { languages, type Messages } from './languages.ts';
import { en } from './messages/en.ts';

/** Every message by its dotted key. */
function flat(messages: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : [...flat(value as object, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

/** The values a message takes, counts marked with "#". */
const placeholders = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(, plural)?[,}]/g)].map(([, name = '', plural]) => (plural ? `#${name}` : name)))].sort();

const english = flat(en);

/** Counts that between them need every plural category of every language. */
const counts = [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000];

for (const [code, { messages }] of languages) {
  const texts = flat(messages);

  test(`${code}: no message is missing, empty, or more than English has`, () => {
    expect([...texts.keys()]).toEqual([...english.keys()]);
    expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  test(`${code}: every message takes the values that English takes`, () => {
    for (const [key, text] of texts) expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
  });

  test(`${code}: every message is formed, with any count, and shows each of its values`, () => {
    const form = loudly(messages, code);
    for (const [key, text] of texts) {
      for (const count of placeholders(text).some((name) => name.startsWith('#')) ? counts : [1]) {
        const values = Object.fromEntries(placeholders(text).map((name) => (name.startsWith('#') ? [name.slice(1), count] : [name, `<${name}>`])));
        const formed = form(key, values);
        expect(formed, key).not.toMatch(/[{}]|, plural/);
        for (const name of placeholders(text)) if (!name.startsWith('#')) expect(formed, key).toContain(`<${name}>`);
      }
    }
  });

  test(`${code}: a count is told in each plural category of the language`, () => {
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, text] of texts) {
      for (const [, body = ''] of text.matchAll(/\{\w+, plural,((?:[^{}]|\{[^{}]*\})*)\}/g)) {
        const named = [...body.matchAll(/(\w+) \{/g)].map(([, category = '']) => category);
        expect(named.sort(), key).toEqual([...categories].sort());
      }
    }
  });

  test(`${code}: no straight apostrophe hides what follows it`, () => {
    expect([...texts].filter(([, text]) => text.includes("'")).map(([key]) => key)).toEqual([]);
  });
}

/** Forms as a page does, but loud about whatever is wrong. */
function loudly(messages: Messages, locale: string): (key: string, values: object) => string {
  const onError = (error: Error) => {
    throw error;
  };
  const translate = createTranslator<Record<string, unknown>>({ locale, messages: messages as unknown as Record<string, unknown>, onError });
  return translate as unknown as (key: string, values: object) => string;
}

test('languages other than English are not English', () => {
  for (const [code, { messages }] of languages) {
    if (code === 'en') continue;
    const texts = flat(messages);
    const same = [...english].filter(([key, text]) => text.length > 25 && texts.get(key) === text).map(([key]) => key);
    expect(same, code).toEqual([]);
  }
});

test('no message is unused', () => {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const files = ['app', 'components', 'lib/i18n'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !path.includes('messages') && !path.endsWith('.test.ts'))
      .map((path) => readFileSync(join(root, folder, path), 'utf8')),
  );
  const quoted = files.flatMap((text) => [...text.matchAll(/['"`]([\w.]*(?:\$\{[^}]+\}[\w.]*)*)['"`]/g)].map(([, key = '']) => key));
  const literal = new Set(quoted);
  const patterns = [...literal]
    .filter((key) => key.includes('${') && key.includes('.'))
    .map((key) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '\\w+')}$`));
  const unused = [...english.keys()].filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});
