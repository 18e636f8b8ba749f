import { testCards } from '#lib/sandbox-gateway/cards.ts';
import { type Canary, cardNumbersIn, finderOf } from './canaries.ts';
import { writtenByShop } from './persons.ts';
import type { Told } from './scene.ts';

/** What was found where it does not belong; and where each stands that belongs somewhere, for whoever wants to know. */
export type Judged = { wrongs: string[]; standing: [string, string][] };

/** Looks through every place for every canary, and for numbers of cards that nobody marked. */
export function judgePlaces(canaries: readonly Canary[], places: readonly Told[]): Judged {
  // One that was never made would be found nowhere, and that would be taken for good.
  for (const { name, value } of canaries) if (value.length < 3 || /undefined|null/.test(value)) throw new Error(`There is no such canary as ${name}: ${value}`);
  const find = finderOf(canaries);
  const wrongs = new Set<string>();
  const standing = new Map<string, Set<string>>();
  for (const { place, text } of places) {
    for (const { name, may } of find(text)) {
      if (may?.test(place)) standing.set(name, (standing.get(name) ?? new Set()).add(place.replace(/,.*/, '')));
      else wrongs.add(`${name} stands in ${place}: ${aroundOf(text, canaries, name)}`);
    }
    for (const number of cardNumbersIn(text)) {
      if (isCard(number)) wrongs.add(`the number of a card, ${number.slice(0, 6)}…, stands in ${place}`);
    }
  }
  for (const { name, may } of canaries) if (may && !standing.has(name)) wrongs.add(`${name} stands nowhere, not even where it may: it never came here`);
  return { wrongs: [...wrongs], standing: [...standing].map(([name, where]) => [name, [...where].join(', ')]) };
}

/** The published test cards: the only numbers that were typed as a card's. What a shop writes into its own order is told apart. */
const isCard = (number: string): boolean => number !== writtenByShop && testCards.some((card) => card.number === number);

/** What stands around it, without it. */
function aroundOf(text: string, canaries: readonly Canary[], name: string): string {
  const value = canaries.find((canary) => canary.name === name && text.includes(canary.value))?.value;
  const at = value === undefined ? -1 : text.indexOf(value);
  return value === undefined
    ? 'in another form'
    : JSON.stringify(`${text.slice(Math.max(0, at - 60), at)}…${text.slice(at + value.length, at + value.length + 20)}`);
}
