import type { Abilities, MethodKind } from './catalogue.ts';
import type { Candidate, Situation } from './eligibility.ts';

/** How likely each kind is chosen: in the hand that holds the phone an app is nearer than a card's number. */
const kindScores: Readonly<Record<'phone' | 'elsewhere', Readonly<Record<MethodKind, number>>>> = {
  phone: { wallet: 40, card: 30, bank: 20, invoice: 10 },
  elsewhere: { card: 40, wallet: 30, bank: 20, invoice: 10 },
};
/** What most people of a country pay with stands before every kind; what many do, before another of its own. */
const habitScores = { most: 25, many: 5 };
/** A method of certain countries, while the customer's is not known. */
const perhapsForeign = -15;

/** Currencies that one country has nearly to itself: a guess that orders the list, and hides nothing. */
const countriesByCurrency = new Map([
  ['CHF', 'CH'],
  ['DKK', 'DK'],
  ['GBP', 'GB'],
  ['NOK', 'NO'],
  ['PLN', 'PL'],
  ['SEK', 'SE'],
  ['USD', 'US'],
]);

const likelyCountry = ({ country, amount }: Situation): string | undefined => country ?? countriesByCurrency.get(amount.currency);

/** The order customers read them in: the merchant's own rank, then the likeliest, then the gateway's order. Changes nothing in place. */
export function likeliestFirst<T extends Candidate>(candidates: readonly T[], situation: Situation): T[] {
  const country = likelyCountry(situation);
  const scored = candidates.map((candidate) => ({ candidate, score: scoreOf(candidate.abilities, country, situation) }));
  scored.sort(
    (one, other) =>
      rankOf(one.candidate) - rankOf(other.candidate) ||
      other.score - one.score ||
      Number(isOf(other.candidate, country)) - Number(isOf(one.candidate, country)) ||
      one.candidate.terminal.position - other.candidate.terminal.position ||
      (one.candidate.terminal.id < other.candidate.terminal.id ? -1 : 1),
  );
  return scored.map(({ candidate }) => candidate);
}

const rankOf = ({ rules }: Candidate): number => rules.rank ?? Number.MAX_SAFE_INTEGER;

/** Of two terminals of one method, the one of the customer's country stands first. It hides neither: AltaPay does not say what the country stands for. */
const isOf = ({ terminal }: Candidate, country: string | undefined): boolean => country !== undefined && terminal.country === country;

function scoreOf({ kind, countries, habit }: Abilities, country: string | undefined, { browser }: Situation): number {
  const kindScore = kindScores[browser.device === 'phone' ? 'phone' : 'elsewhere'][kind];
  if (country === undefined) return kindScore + (countries === 'any' ? 0 : perhapsForeign);
  if (habit.most.includes(country)) return kindScore + habitScores.most;
  return kindScore + (habit.many.includes(country) ? habitScores.many : 0);
}
