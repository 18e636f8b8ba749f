import { expect, test } from '@playwright/test';
import { languages } from './languages.ts';
import { listLength, twoWords } from './two-words.ts';

/** As a reader in a hurry sees it: without capitals and accents. Vowel signs of other scripts are no accents. */
const plain = (word: string): string =>
  word
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

for (const [code, { messages }] of languages) {
  test(`${code}: each list has its words, no two of them alike, short enough to stand side by side`, () => {
    const lists = [messages.handOver.things, messages.handOver.animals].map((list) => list.split(', '));
    for (const list of lists) expect(list).toHaveLength(listLength);
    const words = lists.flat();
    expect(new Set(words.map((word) => plain(word))).size).toBe(2 * listLength);
    expect(words.filter((word) => word.trim() !== word || word === '' || word.length > 14)).toEqual([]);
    expect(twoWords(code, [0, listLength - 1])).toBe(`${words[0]} · ${words.at(-1)}`);
  });
}
