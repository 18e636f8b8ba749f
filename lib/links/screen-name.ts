import { randomBytes } from 'node:crypto';
import { languageOf } from '../i18n/languages.ts';
import { listLength } from '../i18n/two-words.ts';
import { mac } from '../secrets.ts';

/**
 * A screen that shows a link's page, as another screen knows it: the language its words are in, and a random part that
 * tells it from others. In addresses: "da.3f9a61c20b".
 */
export type ScreenName = { language: string; code: string };

const pattern = /^([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)\.([0-9a-f]{10})$/;

/** A screen's name in an address. */
export const screenText = ({ language, code }: ScreenName): string => `${language}.${code}`;

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

/**
 * Which word of each list both screens show. They tell the screens of one link from those of another; they prove
 * nothing of a page that shows what it was shown by ours.
 */
export function wordPair(linkId: string, code: string): readonly [number, number] {
  const bytes = mac('hand-over', `${linkId}:${code}`);
  return [bytes.readUInt32BE(0) % listLength, bytes.readUInt32BE(4) % listLength];
}

/** As a link remembers it: a screen that another one has taken over from, and since when. */
export type JoinedScreen = { code: string; at: Date };

/** The same as the column holds it: the code and milliseconds since 1970. */
export const joinedText = ({ code, at }: JoinedScreen): string => `${code}.${at.getTime()}`;

export function readJoined(text: string): JoinedScreen {
  const [code = '', ms] = text.split('.');
  return { code, at: new Date(Number(ms)) };
}
