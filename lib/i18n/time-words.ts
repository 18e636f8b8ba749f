import type { Translate } from './page-language.ts';

/** How long there will be once a person begins, in whole minutes. */
export const startWords = (t: Translate, seconds: number): string => t('time.start', { minutes: Math.max(1, Math.floor(seconds / 60)) });

/** What one press for more time adds. */
export const extendWords = (t: Translate, seconds: number): string =>
  seconds >= 60 ? t('time.extend', { minutes: Math.floor(seconds / 60) }) : t('time.extendSeconds', { seconds });
