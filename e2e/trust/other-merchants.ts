// Every call with another merchant's ids, and every page with another's link. Run by `npm run trust -- other-merchants`.

import { basic } from '../fixtures/api.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { comeToRest } from './at-rest.ts';
import { addRows, askForRows, readLists, tryPlaces } from './other-merchants/lists.ts';
import { assignColumns } from './other-merchants/mass-assignment.ts';
import { attacksOn, missingFromMatrix } from './other-merchants/matrix.ts';
import { tryOpeners } from './other-merchants/openers.ts';
import { askPages } from './other-merchants/pages.ts';
import { watchRows } from './other-merchants/rows-of-merchant.ts';
import { attackAs } from './other-merchants/strangers.ts';
import { credentialsOf, openParty, opensAll, type Party } from './other-merchants/victim.ts';
import { type Chance, chanceOf } from './rounds.ts';
import { tellStory } from './story.ts';

type Given = { seed: number; rows: number; credentials: number };
type Report = { attacks: number; queries: number; pages: number; bodies: number; names: number; changed: number; wrongs: string[] };

async function attackBetweenMerchants(server: RunningServer, { seed, rows, credentials: kinds }: Given): Promise<Report> {
  const [victim, stranger] = await Promise.all([openParty(server, 'zvictim'), openParty(server, 'zstranger')]);
  try {
    await Promise.all([addRows(victim, rows), addRows(stranger, rows)]);
    await comeToRest(server);
    return await playBetween(server, victim, stranger, { seed, rows, kinds });
  } finally {
    await Promise.all([victim.close(), stranger.close()]);
  }
}

/** So many of them; the first one opens every call, so that only the id stands against it. */
function drawnOf(chance: Chance, names: readonly string[], count: number): string[] {
  const [all, some] = [names.filter((name) => opensAll.includes(name)), names.filter((name) => !opensAll.includes(name))];
  const [first = '', ...rest] = chance.shuffled(all);
  return [first, ...chance.shuffled([...rest, ...some])].slice(0, count);
}

async function playBetween(
  server: RunningServer,
  victim: Party,
  stranger: Party,
  { seed, rows, kinds }: { seed: number; rows: number; kinds: number },
): Promise<Report> {
  const report: Report = { attacks: 0, queries: 0, pages: 0, bodies: 0, names: 0, changed: 0, wrongs: missingFromMatrix(victim) };
  const look = await watchRows(server, victim.merchantId);
  const settle = async (what: string, wrongs: readonly string[]): Promise<void> => {
    const changed = await look();
    report.changed += changed.length;
    report.wrongs.push(...wrongs, ...changed.map((table) => `${what} changed a row of the victim’s in ${table}`));
  };
  const credentials = await credentialsOf(server, stranger, victim);
  for (const [index, attack] of attacksOn(victim.ids, stranger.ids).entries()) {
    const drawn = drawnOf(chanceOf(seed, index), Object.keys(credentials), kinds);
    for (const who of drawn) await settle(attack.what, await attackAs({ server, victim, own: stranger.ids, credentials }, attack, who));
    report.attacks += drawn.length;
  }
  const given = { server, victim, stranger, authorization: basic(stranger.shop) };
  for (const ask of [askForRows, tryPlaces, tryOpeners, (all: typeof given) => readLists(all, rows)]) {
    const { asked, wrongs } = await ask(given);
    report.queries += asked;
    await settle('a list, or what opens things', wrongs);
  }
  const pages = await askPages(server, victim, stranger);
  await settle('a page', pages.wrongs);
  const assigned = await assignColumns(server, stranger, victim);
  await settle('a column in a body', assigned.wrongs);
  return { ...report, pages: pages.asked, bodies: assigned.calls, names: assigned.names };
}

await tellStory({
  run: 'other-merchants',
  tells: `Two merchants have one of everything, and many rows more; every text of one of them carries a mark. The other one, its
customers, and customers of other orders of the first one, call every operation of the API with the first one's ids:
in paths and bodies, each alone and all together. The calls are made from the API's own contracts; an id that they
take and this run does not know is an error. Lists, exports and events are asked for the first one's rows, by its own
texts, places and keys, and read to their ends. Pages are asked with payments, forms and codes of the other side. Then
every column of the database is added to every object of every body. It passes when nothing is answered but 404 (or
what is documented), alike for ids that are nobody's; when no answer holds the mark or an id; and when no row of the
first merchant's changed.`,
  sizes: {
    rows: { what: 'further sessions with links of each merchant', full: 1_000, quick: 20, from: 1, to: 1_000 },
    credentials: { what: 'kinds of credentials for each call', full: 8, quick: 2, from: 1, to: 8 },
  },
  play: async (given) => {
    const server = await startServer({ database: 'postgres' });
    try {
      const { attacks, queries, pages, bodies, names, changed, wrongs } = await attackBetweenMerchants(server, given);
      return {
        figure: `${attacks} calls with another’s ids, ${queries} lists and keys, ${pages} pages, ${bodies} bodies with ${names} columns more; ${changed} rows changed`,
        rows: [
          ['calls with the victim’s ids', attacks],
          ['lists, places, keys and codes', queries],
          ['pages', pages],
          ['bodies with every column', bodies],
          ['names of columns', names],
        ],
        wrongs,
      };
    } finally {
      await server.stop();
    }
  },
});
