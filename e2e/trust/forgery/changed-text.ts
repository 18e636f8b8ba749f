import type { Chance } from '../rounds.ts';

const drawnFrom = (chance: Chance, alphabet: string): string => alphabet.charAt(chance.whole(0, alphabet.length - 1));

/** A text with one of its characters changed into another of the alphabet. `keep`: what stands at its end and is left alone. */
export function flipped(chance: Chance, text: string, alphabet: string, keep = 0): string {
  const at = chance.whole(0, text.length - 1 - keep);
  const others = alphabet.replace(text.charAt(at), '');
  return `${text.slice(0, at)}${drawnFrom(chance, others)}${text.slice(at + 1)}`;
}

/** A text without its end, or its beginning. */
export function cut(chance: Chance, text: string): string {
  const kept = chance.whole(1, text.length - 1);
  return chance.isOnce(0.5) ? text.slice(0, kept) : text.slice(-kept);
}

/** A text with more before or behind it. */
export function lengthened(chance: Chance, text: string): string {
  const more = chance.of([text.charAt(0), 'A', '0', '0000', text]);
  return chance.isOnce(0.5) ? `${text}${more}` : `${more}${text}`;
}

/** A text in capitals where it has small letters, and the other way round. */
export const otherCase = (text: string): string => [...text].map((char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join('');
