import { randomBytes } from 'node:crypto';
import { languageOf } from '../i18n/languages.ts';
import { listLength } from '../i18n/two-words.ts';
import { mac } from '../secrets.ts';

/**
 * A screen that shows a link's page, as another screen knows it: the language its words are in, and a random part that
 * tells it from others. In addresses: "da.k3x92m4t7q".
 */
export type ScreenName = { language: string; code: string };

const pattern = /^([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)\.([0-9a-f]{10})$/;

/** A screen as an address names it; undefined for what names none. */
export function readScreenName(text: string | undefined): ScreenName | undefined {
  const [, tag = '', code = ''] = pattern.exec(text ?? '') ?? [];
  const language = languageOf(tag)?.code;
  return language === undefined ? undefined : { language, code };
}

/** The language in which a screen of this name was read. */
export const languageOfScreen = (text: string | undefined): string | undefined => readScreenName(text)?.language;

/** The random part of a new screen's name. */
export const newScreenCode = (): string => randomBytes(5).toString('hex');

/** Which word of each list both screens show: only we can tell, so no other page shows the same. */
export function wordPair(linkId: string, code: string): readonly [number, number] {
  const bytes = mac('hand-over', `${linkId}:${code}`);
  return [bytes.readUInt32BE(0) % listLength, bytes.readUInt32BE(4) % listLength];
}
