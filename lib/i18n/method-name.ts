import { en } from './messages/en.ts';
import type { Translate } from './page-language.ts';

type Worded = keyof typeof en.methods;

const isWorded = (identifier: string): identifier is Worded => Object.hasOwn(en.methods, identifier);

/** A method in the page's language: plain words are translated, the names of brands stay. */
export function methodName(t: Translate, { identifier, name }: { identifier: string; name: string }): string {
  const key = identifier.toLowerCase();
  return isWorded(key) ? t(`methods.${key}`) : name;
}
