// Redirects to strangers, and scripts in every field, looked at in a real browser. Run by `npm run trust -- scripts`.

import { chanceOf } from './rounds.ts';
import { type Framing, frameAndPost } from './scripts/framing.ts';
import { playRedirects } from './scripts/redirect-round.ts';
import type { Redirects } from './scripts/redirects.ts';
import { openScene, type Scene } from './scripts/scene.ts';
import { type Sightings, unread } from './scripts/sightings.ts';
import { visitEverything } from './scripts/visits.ts';
import { tellStory } from './story.ts';

type Report = { scene: Scene; sightings: Sightings; refused: ReadonlySet<string>; redirects: Redirects; framing: Framing };

const rowsOf = ({ sightings, refused, redirects, framing }: Report): [string, string | number][] => [
  ['payloads that were stored', sightings.filled.size],
  ['  and read by somebody', sightings.read.size],
  ['pages looked at', sightings.pages],
  ['fields that take no markup', refused.size],
  ['addresses given', redirects.given],
  ['  taken', redirects.taken],
  ['pages asked with them', redirects.pages],
  ['frames on another site', framing.frames],
  ['forms from another site', framing.forms],
  ['fields that no page shows', unread(sightings).length],
  ...unread(sightings).map((field): [string, string] => [`  ${field}`, '']),
];

/** Nobody was ever to go there, whatever else is found. */
const visitsOf = ({ stranger }: Scene): string[] => stranger.visits().map((visit) => `somebody went to the stranger: ${visit}`);

await tellStory({
  run: 'scripts',
  tells: `Every text that a merchant, an operator, a gateway or a customer can give is filled with markup and code, as the contracts
have them. Then a Chromium opens every page that shows any of it, in every state, on a wide screen and on a phone: the
payment pages, receipts, their e-mail, the sandbox, and the shop's own page on which the SDK writes. Addresses that lead
to strangers are given wherever an address or a path is taken, in parameters, forms and headers too. Another site frames
our pages and posts our forms. Every name on the net is one stranger on this machine. It passes when nothing ran, no
payload became an element, every text is shown as it was given, no page leads or asks elsewhere than to us and to whom
the merchant registered, no frame shows anything, no foreign form changes a row, and nobody came to the stranger.`,
  sizes: {
    rounds: { what: 'shops and orders filled with payloads', full: 25, quick: 1, from: 0, to: 1_000 },
    vectors: { what: 'addresses that lead to strangers', full: 100, quick: 5, from: 0, to: 100 },
  },
  play: async ({ rounds, vectors, seed }) => {
    const scene = await openScene();
    try {
      // First, while nothing of the other parts is still under way.
      const framing = await frameAndPost(scene);
      const { sightings, refused } = await visitEverything(scene, { rounds, seed });
      const redirects = await playRedirects(scene, vectors, chanceOf(seed, 1_000_000));
      const wrongs = [...sightings.wrongs, ...redirects.wrongs, ...framing.wrongs, ...visitsOf(scene)];
      const report = { scene, sightings, refused, redirects, framing };
      return {
        figure: `${sightings.filled.size} payloads on ${sightings.pages} pages, ${redirects.given} addresses, ${wrongs.length} got through`,
        rows: rowsOf(report),
        wrongs,
      };
    } finally {
      await scene.close();
    }
  },
});
