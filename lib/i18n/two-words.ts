import { languages } from './languages.ts';
import { en } from './messages/en.ts';

/** Words in each of the two lists of a language. */
export const listLength = 24;

/** The two words that two screens show alike, in the language of the screen that came first. */
export function twoWords(language: string, [thing, animal]: readonly [number, number]): string {
  const { things, animals } = (languages.get(language)?.messages ?? en).handOver;
  return [things.split(', ')[thing], animals.split(', ')[animal]].join(' · ');
}
