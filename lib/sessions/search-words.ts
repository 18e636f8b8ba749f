import type { Order } from './contract.ts';

/** What is kept of an order to find it by, in UTF-16 units; the order id and the customer come first. */
const mostText = 20_000;

/** What counts of a word, in UTF-16 units: the database takes none of more than 2 kB. */
const mostWord = 100;

/** The words of a text as they are searched for: small letters and digits without accents, in every script. */
export function searchWords(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.map((word) => word.slice(0, mostWord).toWellFormed());
}

/** Each word once that an order can be found by: its id, its people, its lines, and what the merchant noted with it. */
export function orderSearchText({ orderId, customer, recipient, orderLines, transactionInfo }: Order): string {
  const people = [customer, recipient].flatMap((person) => (person ? [person.firstName, person.lastName, person.email] : []));
  const lines = orderLines.flatMap(({ itemId, description }) => [description, itemId]);
  const texts = [orderId, ...people, ...Object.values(transactionInfo ?? {}), ...lines];
  return [...new Set(texts.flatMap((text) => searchWords(text ?? '')))].join(' ').slice(0, mostText).toWellFormed();
}
