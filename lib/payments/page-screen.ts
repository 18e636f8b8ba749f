import type { FoundLink } from '../links/links.ts';
import { newScreenCode, readJoined, readScreenName, type ScreenName, screenText, wordPair } from '../links/screen-name.ts';
import type { Browser } from '../methods/browser.ts';
import type { PageScreen } from './pay-page-contract.ts';

/**
 * What an address says of screens: `from` names the one this one came from; `screen` is this one's own name, and
 * `follow` too, when its reader says that another one has taken over.
 */
export type AskedScreens = { from?: string | undefined; screen?: string | undefined; follow?: string | undefined };

/** This screen among those of the link. A name of its own that nobody has taken over from is kept; a phone has none, nor carries a code. */
export function pageScreen({ id, joinedScreens }: Pick<FoundLink, 'id' | 'joinedScreens'>, asked: AskedScreens, { device }: Browser): PageScreen {
  const from = readScreenName(asked.from);
  if (from) return { role: 'taker', ...shown(id, from) };
  const follower = readScreenName(asked.follow);
  const own = follower ?? readScreenName(asked.screen);
  const joined = own && joinedScreens.map(readJoined).find(({ code }) => code === own.code);
  if (own && (joined || follower)) return { role: 'follower', ...shown(id, own), joinedAt: joined?.at };
  return device === 'phone' ? { role: 'only' } : { role: 'first', code: own?.code ?? newScreenCode(), words: own?.language };
}

const shown = (linkId: string, name: ScreenName) => ({ name: screenText(name), words: name.language, pair: wordPair(linkId, name.code) });
