// The headers of every address with every method and status. Run by `npm run trust -- headers`.

import { startPostgres } from '#lib/testing/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { merchantIdOf, type Scene } from '../fixtures/good-requests.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop } from '../fixtures/shop.ts';
import { whileAway, whileDraining, whileStarting } from './headers/hours.ts';
import { openJudge } from './headers/judge.ts';
import { rowsAmiss } from './headers/promised.ts';
import { type Visited, walk, walkBriefly } from './headers/walk.ts';
import { routeAt } from './route-at.ts';
import { tellStory } from './story.ts';

/** Judges answers, and whether each is what it was made to be. */
function judged(visited: readonly Visited[], isHttps: boolean): string[] {
  const { judge } = openJudge({ isHttps });
  return visited.flatMap(({ answer, wanted }) => [
    ...judge(answer),
    ...(answer.status === wanted ? [] : [`${answer.method} ${answer.path.slice(0, 120)} was to be answered with ${wanted}, not ${answer.status}`]),
  ]);
}

async function withScene<T>(server: RunningServer, use: (scene: Scene) => Promise<T>): Promise<T> {
  const shop = await openShop(server);
  try {
    return await use({ server, shop, merchantId: await merchantIdOf(server, shop) });
  } finally {
    await shop.close();
    await server.stop();
  }
}

/** A service at a plain address: all that can be brought about, then its start and its end. */
async function plainly(given: { oneIn: number; seed: number }): Promise<Visited[]> {
  const server = await startServer({ database: 'embedded', settings: { TRUST_PROXY: '1' } });
  return withScene(server, async (scene) => {
    const walked = await walk(scene, given);
    const starting = await whileStarting(server);
    if (starting.length === 0) throw new Error('The service was not seen while it was starting');
    return [...walked, ...starting, ...(await whileDraining(server, scene.shop))];
  });
}

/** A service at a secure address whose metrics have a token; then its database goes away. */
async function securely(given: { oneIn: number; seed: number }): Promise<Visited[]> {
  const database = await startPostgres();
  try {
    await migrate(database.url);
    const settings = {
      TRUST_PROXY: '1',
      PUBLIC_URL: 'https://pay.shop.example',
      METRICS_TOKEN: 'a-token-for-whoever-reads-metrics',
      DATABASE_URL: database.url,
      SECRET_KEY: 'a-root-key-for-tests-that-guards-nothing',
    };
    const server = await startServer({ database: 'embedded', settings });
    return await withScene(server, async (scene) => [...(await walkBriefly(scene, given)), ...(await whileAway(server, scene.shop, database))]);
  } finally {
    await database.stop();
  }
}

const figureOf = (all: readonly Visited[], wrongs: number): string => {
  const statuses = new Set(all.map(({ answer }) => answer.status));
  const addresses = new Set(all.map(({ answer }) => routeAt(answer.path.split('?')[0] ?? '') ?? 'none of the list'));
  return `${all.length} answers of ${addresses.size} addresses, ${statuses.size} statuses: ${wrongs} wrong`;
};

const rowsOf = (all: readonly Visited[]): [string, number][] => {
  const byStatus = new Map<number, number>();
  for (const { answer } of all) byStatus.set(answer.status, (byStatus.get(answer.status) ?? 0) + 1);
  return [...byStatus].sort(([one], [other]) => one - other).map(([status, count]) => [`answers ${status}`, count]);
};

await tellStory({
  run: 'headers',
  tells: `Every address is asked with every method and brought to every status that it has: good answers, refusals of every kind,
requests that are no HTTP, files of the build, a service that starts, stops or has lost its database, and one behind a
secure address. Each answer is compared with what is promised of it (headers/promised.ts): a policy with a fresh nonce,
no sniffing, no framing, no referrer to others, nobody may keep it but what is the same for everybody, other pages read
only what is theirs to read, the remedy is told with 401, 405, 429 and 503, and nothing says what we are made of.`,
  sizes: { oneIn: { what: 'of the API’s calls, one in so many is brought to all its statuses', full: 1, quick: 6, from: 1, to: 50 } },
  play: async (given) => {
    const [plain, secure] = [await plainly(given), await securely(given)];
    const wrongs = [...rowsAmiss(), ...judged(plain, false), ...judged(secure, true)];
    const all = [...plain, ...secure];
    return { figure: figureOf(all, wrongs.length), rows: rowsOf(all), wrongs };
  },
});
