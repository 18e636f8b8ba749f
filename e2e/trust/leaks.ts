// Marked tokens, cards and secrets are looked for wherever the service writes, keeps or tells anything. Run by `npm run trust -- leaks`.

import { ask } from './leaks/errors.ts';
import { afterwards, makeLink, payAtLast, registerHooks, uploadLogo } from './leaks/journey.ts';
import { judgePlaces } from './leaks/judge.ts';
import { personalCanaries } from './leaks/persons.ts';
import { gatherPlaces } from './leaks/places.ts';
import { openScene, type Scene } from './leaks/scene.ts';
import { playTroubles } from './leaks/troubles.ts';
import { chanceOf } from './rounds.ts';
import { tellStory } from './story.ts';
import { until } from './until.ts';

/** Orders go their whole way, and whoever has a secret puts it where it does not belong. Answers how many requests that were. */
async function play(scene: Scene, { journeys, misplaced, seed }: { journeys: number; misplaced: number; seed: number }): Promise<number> {
  await registerHooks(scene);
  await uploadLogo(scene);
  let asked = 0;
  for (let number = 0; number < journeys; number += 1) {
    const journey = await makeLink(scene, `Canary-${number}`);
    const paymentId = await payAtLast(scene, journey);
    await until('the receipt is mailed', () => scene.mail.heard.length > number);
    await afterwards(scene, journey, paymentId);
    asked += await ask(scene, journey, misplaced, chanceOf(seed, number));
  }
  await playTroubles(scene);
  return asked;
}

await tellStory({
  run: 'leaks',
  tells: `Every secret of the service, its merchants and its gateway is one that looks like nothing else, and so are the customers'
names, addresses and cards. Orders are made, declined, paid with 3-D Secure, captured, refunded and receipted; each secret is
then sent to wherever it does not belong: wrong paths, queries, headers, bodies. The gateway goes away, the mail server
refuses, the process is killed. All the while the log is at its most talkative. Then each is looked for, as it is and in
base64, hexadecimal and percent encoding, a token by any twelve of its characters, in the log, in every column of every
table, in files, in the arguments of processes, in metrics, mails, callbacks, exports, pages and errors. It passes when
none stands anywhere but where it is said to belong, and no card number anywhere.`,
  sizes: {
    journeys: { what: 'orders made, declined, paid, captured and refunded', full: 10, quick: 1, from: 1, to: 100 },
    misplaced: { what: 'requests with a secret in the wrong place, at most, after each', full: 500, quick: 100, from: 0, to: 10_000 },
  },
  play: async (given) => {
    const scene = await openScene();
    try {
      scene.canaries.push(...personalCanaries());
      const asked = await play(scene, given);
      const places = await gatherPlaces(scene);
      const { wrongs, standing } = judgePlaces(scene.canaries, places);
      return {
        figure: `${scene.canaries.length} secrets looked for in ${places.length} places, ${wrongs.length} found where they do not belong`,
        rows: [
          ['requests with a secret in the wrong place', asked],
          ['places looked through', places.length],
          ['megabytes', Math.round(places.reduce((sum, { text }) => sum + text.length, 0) / 1e6)],
          ...standing,
        ],
        wrongs,
      };
    } finally {
      await scene.close();
    }
  },
});
