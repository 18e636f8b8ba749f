import { expect, test } from '@playwright/test';
import { anOrder } from '#lib/testing/orders.ts';
import { Order } from './contract.ts';
import { orderSearchText, searchWords } from './search-words.ts';

test('words are small letters and digits without accents, in every script', () => {
  expect(searchWords('Ordre #1234/2026: “Blå Skjorte” (Ægte), ÉCLAIR')).toEqual(['ordre', '1234', '2026', 'bla', 'skjorte', 'ægte', 'eclair']);
  expect(searchWords('Москва 東京 القاهرة')).toEqual(['москва', '東京', 'القاهرة']);
  expect(searchWords(` ${'|&!:*()'} \n`)).toEqual([]);
});

test('a word counts up to a length that the database takes, whatever it is written out as', () => {
  expect(searchWords('㌀'.repeat(200))).toEqual(['アハート'.repeat(25)]);
  expect(searchWords(`${'𝒳'.repeat(99)}é`)[0]?.length).toBeLessThanOrEqual(100);
});

test('an order is found by its id, its people, its lines and what was noted with it, each word kept once', () => {
  const words = orderSearchText(Order.parse(anOrder())).split(' ');
  expect(words.slice(0, 3)).toEqual(['order', '1234', '2026']);
  for (const word of ['ada', 'berg', 'example', 'blue', 'shirt', 'sku', 'delivery', 'newsletter']) expect(words).toContain(word);
  expect(new Set(words).size).toBe(words.length);
});

test('the longest order keeps its first words, and whole characters only', () => {
  const order = anOrder();
  const orderLines = Array.from({ length: 500 }, (_, index) => ({
    ...order.orderLines[0],
    itemId: `item${index}`,
    description: `${'𝒳𠀋'.repeat(60)}${index}`,
  }));
  const text = orderSearchText(Order.parse({ ...order, orderLines }));
  expect(text.startsWith('order 1234 2026 ada berg')).toBe(true);
  expect(text.length).toBeLessThanOrEqual(20_000);
  expect(text.isWellFormed()).toBe(true);
});
