// Every call whose answer was lost is repeated with its key. Run by `npm run trust -- lost-answers`.

import { wrongsInBooks } from '../fixtures/books.ts';
import { merchantIdOf } from '../fixtures/good-requests.ts';
import { startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { type Call, calls, type TokenScene, withToken } from './lost-answers/calls.ts';
import { loseGatewayAnswers } from './lost-answers/gateway-answers.ts';
import { loseAnswers } from './lost-answers/lose-answers.ts';
import { chanceOf, progress } from './rounds.ts';
import { tellStory } from './story.ts';
import { untilEmpty } from './until.ts';

const soundWithinMs = 15_000;

type Found = { done: number; lost: number; inFlight: number; atGateway: number; wrongs: string[] };

/** Every call loses its answer at every place, some calls side by side. */
async function loseRound(scenes: readonly [TokenScene, TokenScene], chosen: Call[], atOnce: number, found: Found, tell: (done: number) => void): Promise<void> {
  for (let at = 0; at < chosen.length; at += atOnce) {
    const some = chosen.slice(at, at + atOnce);
    const { lost, inFlight, wrongs } = await loseAnswers(scenes, some);
    found.done += some.length;
    found.lost += lost;
    found.inFlight += inFlight;
    found.wrongs.push(...wrongs);
    tell(found.done);
  }
}

await tellStory({
  run: 'lost-answers',
  tells: `
Every call of the API that keeps its answer under an Idempotency-Key (all that the API's description has), a bulk call with
its lines, and the form of the payment page: each is sent over a line that breaks in the request, while it is in work, in
the answer, and after it. Then the same is sent again with the same key, at once. The answers of the gateway to a start, a
capture, a refund and a release get lost, too.

Passes when the repeated request is answered byte for byte as the first was, as far as the line saw it; when the tables hold
what was asked for once, ours and the gateway's; when the key is refused with another body, and means nothing to another
merchant; and the books are sound.`,
  sizes: {
    rounds: { what: 'times each call loses its answer at every place', full: 10, quick: 1, from: 1, to: 1_000 },
    atOnce: { what: 'calls side by side, whose rows are counted together', full: 3, quick: 11, from: 1, to: 50 },
  },
  texts: { only: 'only the call of that name' },
  play: async ({ rounds, atOnce, seed, text }) => {
    const only = text('only');
    const chosen = calls.filter(({ name }) => only === undefined || name === only);
    const server = await startServer({ database: 'postgres' });
    const shops = [await openShop(server), await openShop(server, 'Other')] as const;
    const tell = progress(rounds * chosen.length);
    const found: Found = { done: 0, lost: 0, inFlight: 0, atGateway: 0, wrongs: [] };
    try {
      const sceneOf = async (shop: Shop) => withToken({ server, shop, merchantId: await merchantIdOf(server, shop) });
      const scenes = [await sceneOf(shops[0]), await sceneOf(shops[1])] as const;
      for (let round = 0; round < rounds; round += 1) {
        const chance = chanceOf(seed, round);
        await loseRound(scenes, chance.shuffled(chosen), atOnce, found, tell);
        const gateways = await loseGatewayAnswers(scenes[0], round, chance);
        found.atGateway += gateways.lost;
        found.wrongs.push(...gateways.wrongs);
      }
      found.wrongs.push(...(await untilEmpty(() => wrongsInBooks(server), soundWithinMs)));
    } finally {
      for (const shop of shops) await shop.close();
      await server.stop();
    }
    if (found.lost === 0) found.wrongs.push('no answer was lost');
    if (found.inFlight === 0) found.wrongs.push('no repeat came while the first was in work');
    const { lost, inFlight, atGateway, wrongs } = found;
    return {
      figure: `${lost} answers of ${chosen.length} calls lost, ${atGateway} of the gateway’s: ${wrongs.length} answered otherwise or done twice`,
      rows: [
        ['calls', chosen.length],
        ['answers that were lost', lost],
        ['  repeats told that the first was in work', inFlight],
        ['answers of the gateway that were lost', atGateway],
      ],
      wrongs,
    };
  },
});
