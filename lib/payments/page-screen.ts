import type { FoundLink } from '../links/links.ts';
import { newScreenCode, readScreenName, type ScreenName, wordPair } from '../links/screen-name.ts';
import type { PageScreen } from './pay-page-contract.ts';

/** What an address says of screens: `from` names the one this one came from, `screen` is this one's own name. */
export type AskedScreens = { from?: string | undefined; screen?: string | undefined };

/** This screen among those of the link. A name of its own that nobody has taken over from is kept. */
export function pageScreen(link: Pick<FoundLink, 'id' | 'joinedScreens'>, asked: AskedScreens): PageScreen {
  const from = readScreenName(asked.from);
  if (from) return { role: 'taker', ...shown(link.id, from) };
  const own = readScreenName(asked.screen);
  if (own && link.joinedScreens.includes(own.code)) return { role: 'follower', ...shown(link.id, own) };
  return { role: 'first', code: own?.code ?? newScreenCode() };
}

const shown = (linkId: string, { language, code }: ScreenName) => ({ name: `${language}.${code}`, words: language, pair: wordPair(linkId, code) });
