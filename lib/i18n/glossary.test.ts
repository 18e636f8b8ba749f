import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { languages, type Messages } from './languages.ts';

const folder = fileURLToPath(new URL('./glossary', import.meta.url));

/** How a language speaks of payments: whom it addresses how, its words for what matters, and words that are wrong in it. */
const Glossary = z.object({ address: z.string().min(10), terms: z.record(z.string(), z.string().min(1)), avoid: z.record(z.string(), z.string().min(5)) });

/** Where each term stands alone on the pages. */
const places: Record<string, (messages: Messages) => string> = {
  card: ({ methods }) => methods.creditcard,
  tax: ({ order }) => order.tax,
  shipping: ({ order }) => order.shipping,
  total: ({ order }) => order.total,
  receipt: ({ paid }) => paid.receiptHeading,
  supportCode: ({ contact }) => contact.supportCode,
  reference: ({ paid }) => paid.reference,
  orderNumber: ({ code }) => code.order,
};

const textsOf = (messages: object): string[] =>
  Object.values(messages).flatMap((value: unknown) => (typeof value === 'string' ? [value] : textsOf(value as object)));

for (const [code, { messages }] of languages) {
  test(`${code}: the pages keep to the language’s glossary`, () => {
    expect(existsSync(join(folder, `${code}.json`))).toBe(true);
    const { terms, avoid } = Glossary.parse(JSON.parse(readFileSync(join(folder, `${code}.json`), 'utf8')));
    for (const [term, wordIn] of Object.entries(places)) expect(terms[term], term).toBe(wordIn(messages));
    const texts = textsOf(messages).map((text) => text.toLowerCase());
    for (const word of Object.keys(avoid))
      expect(
        texts.filter((text) => text.includes(word.toLowerCase())),
        word,
      ).toEqual([]);
  });
}

test('every glossary is of a language that the pages speak', () => {
  expect(
    readdirSync(folder)
      .map((name) => name.replace(/\.json$/, ''))
      .sort(),
  ).toEqual([...languages.keys()].sort());
});
