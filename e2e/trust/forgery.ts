// Callbacks, tokens, links and receipts that are forged, replayed, cut or somebody else's. Run by `npm run trust -- forgery`.

import { wrongsInBooks } from '../fixtures/books.ts';
import { forgeCallbacks, type Replayed, replayCallback } from './forgery/callbacks.ts';
import { falsifyBooks } from './forgery/falsified-books.ts';
import { type Ground, holdBack, openGround } from './forgery/ground.ts';
import { forgeLinks } from './forgery/links.ts';
import { forgeOurs } from './forgery/signed-by-us.ts';
import { newTally, type Tally } from './forgery/tally.ts';
import { forgeTokens } from './forgery/tokens.ts';
import { tellStory } from './story.ts';
import { askUntil } from './until.ts';

type Given = { seed: number; forgeries: number; replays: number };

const booksWithinMs = 20_000;

async function forgeAll(ground: Ground, { seed, forgeries: count, replays }: Given): Promise<{ tally: Tally; replayed: Replayed }> {
  const tally = newTally();
  await forgeOurs(ground, { seed, count }, tally);
  await holdBack(ground, true);
  await forgeCallbacks(ground, { seed, count }, tally);
  const replayed = await replayCallback(ground, replays, tally);
  await falsifyBooks(ground, tally);
  await holdBack(ground, false);
  const half = { seed, count: Math.ceil(count / 2) };
  await forgeTokens(ground, half, tally);
  await forgeLinks(ground, half, tally);
  const owed = await askUntil(
    () => wrongsInBooks(ground.server),
    (wrongs) => wrongs.length === 0,
    booksWithinMs,
  );
  tally.wrongs.push(...owed.map((wrong) => `in the books: ${wrong}`));
  return { tally, replayed };
}

await tellStory({
  run: 'forgery',
  tells: `Money has moved at the gateway, and the product has heard nothing of it: every callback that it believed would show.
Then callbacks are forged: checksums guessed, cut, doubled, left out, made with other secrets or none; fields changed
after signing; other bodies, methods and addresses; another payment's or merchant's. Tokens are forged with and
without the service's own key, links, short codes and ways back changed by a character and with a right check
character, and what the service signs itself (callbacks to shops, webhooks, receipts) is changed by a byte. Everything is drawn
from a seed over all kinds. One true callback is replayed. It passes when every forgery is refused and no row of any
table, the gateway's too, has changed, while the true thing of each kind is taken; when a forged callback at a right
address is an alarm; and when the replayed one moved its payment once, and told its shop once.`,
  sizes: {
    forgeries: {
      what: 'forgeries of callbacks and of each thing that we sign; half as many of tokens and of links',
      full: 3_000,
      quick: 120,
      from: 60,
      to: 100_000,
    },
    replays: { what: 'times that one true callback is sent', full: 1_000, quick: 50, from: 2, to: 100_000 },
  },
  play: async (given) => {
    const ground = await openGround();
    try {
      const { tally, replayed } = await forgeAll(ground, given);
      return {
        figure: `${tally.forgeries()} forgeries of ${tally.kinds()} kinds, ${tally.accepted()} accepted, ${tally.rowsChanged} rows changed; a callback sent ${replayed.sent} times moved ${replayed.transitions}`,
        rows: [
          ['forgeries', tally.forgeries()],
          ['kinds of them', tally.kinds()],
          ['accepted', tally.accepted()],
          ['tables with changed rows', tally.rowsChanged],
          ['replays of one true callback', replayed.sent],
          ['  transitions that it made', replayed.transitions],
          ['  callbacks to the shop', replayed.told],
        ],
        wrongs: tally.wrongs,
      };
    } finally {
      await ground.close();
    }
  },
});
