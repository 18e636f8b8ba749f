// Addresses at which the service must not call, at every door and at every send. Run by `npm run trust -- addresses`.

import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { unsafeAddresses } from '#lib/testing/unsafe-addresses.ts';
import { unsafeNames } from '#lib/testing/unsafe-names.ts';
import { unknownCallers } from './addresses/callers.ts';
import { doorsOf, tookUnsafe, unknownFields } from './addresses/doors.ts';
import { type Ground, openGround, pinned, rebinding } from './addresses/ground.ts';
import { firstTries, payFor, type Sender, senders } from './addresses/senders.ts';
import { type Chance, chanceOf } from './rounds.ts';
import { tellStory } from './story.ts';

type Given = { seed: number; vectors: number };
type Counts = { offered: number; sends: number; names: number; doors: number };

const publicHosts = Object.keys(unsafeNames);
const literals = unsafeAddresses.map(({ address }) => address);

const drawn = (chance: Chance, addresses: readonly string[], count: number): string[] => chance.shuffled(addresses).slice(0, count);

/** No merchant can name an unsafe address where we shall call it; good ones are taken there, so it is the address that is refused. */
async function tryDoors(ground: Ground, { seed, vectors }: Given, counts: Counts): Promise<string[]> {
  const wrongs: string[] = [];
  const doors = await doorsOf(ground);
  wrongs.push(...unknownFields(doors), ...unknownCallers());
  for (const [index, door] of doors.entries()) {
    for (const address of drawn(chanceOf(seed, index), literals, vectors)) {
      wrongs.push(...tookUnsafe(door, address, await door.take(address)));
      counts.offered += 1;
    }
    for (const address of ['http://93.184.215.14/', `http://127.0.0.1:${ground.named.port}/`]) {
      const { status, text } = await door.take(address);
      if (status >= 300) wrongs.push(`${door.operation} ${door.pointer} refused the good ${address}: ${status} ${text.slice(0, 200)}`);
    }
    // What was let in here is told of nothing that happens later.
    await queryAsGuest(ground.server.settings, "UPDATE webhook_endpoint SET disabled_at = now(), disabled_reason = 'merchant' WHERE disabled_at IS NULL");
  }
  counts.doors = doors.length;
  return [...wrongs, ...(await registerNames(ground, counts))];
}

/** An endpoint's name is asked when it is registered: one that leads to an unsafe address, or nowhere, is refused. */
async function registerNames({ shop }: Ground, counts: Counts): Promise<string[]> {
  const wrongs: string[] = [];
  for (const host of [...publicHosts, 'nowhere.invalid']) {
    const address = `http://${host}/`;
    const door = { operation: 'registerWebhookEndpoint', pointer: '/url', take: (url: string) => shop.api('POST', '/webhooks', { url }) };
    wrongs.push(...tookUnsafe(door, address, await door.take(address)));
    counts.names += 1;
  }
  return wrongs;
}

/** An unsafe address that stands in a table all the same, whoever let it in, is tried and never dialled. */
async function trySend(ground: Ground, { name, says, send }: Sender, addresses: readonly string[]): Promise<string[]> {
  const tried = await send(ground, addresses);
  const missing = addresses.filter((address) => !tried.some(({ url }) => url === address));
  const others = tried.filter(({ error }) => !says.test(error ?? ''));
  return [
    ...missing.map((address) => `${name}: ${JSON.stringify(address)} was not tried in time, so nothing is known of it`),
    ...others.map(({ url, error }) => `${name}: ${JSON.stringify(url)} was not refused by the guard but: ${error}`),
  ];
}

/** Names that are unsafe once they are resolved, or change their mind between check and dial, are taken and never called. */
async function tryNames(ground: Ground): Promise<string[]> {
  const hosts = [...publicHosts, rebinding];
  const payments = await Promise.all(hosts.map((host) => payFor(ground, { notification: `http://${host}/` })));
  const tried = await firstTries(ground, payments, hosts.length);
  const wrongs = tried
    .filter(({ url, error }) => url !== `http://${rebinding}/` && error !== 'The address must lie on the public internet.')
    .map(({ url, error }) => `the callback to ${url} was not refused by the guard but: ${error}`);
  if (tried.length < hosts.length) wrongs.push(`${hosts.length - tried.length} callbacks to unsafe names were not tried in time`);
  if (!ground.dialled().includes(pinned)) wrongs.push(`the address that was checked, ${pinned}, was not the one that was dialled`);
  return wrongs;
}

/** A target that the operator named is called, and where it points is not: the dial log is seen to work. */
async function tryRedirect(ground: Ground): Promise<string[]> {
  const paymentId = await payFor(ground, { notification: `${ground.named.origin}/pointing` });
  await firstTries(ground, [paymentId], 1);
  const wrongs = ground.named.heard.some(({ path }) => path === '/pointing') ? [] : ['the one target that may be called was not called'];
  return ground.dialled().includes(`127.0.0.1:${ground.named.port}`) ? wrongs : [...wrongs, 'a call was made that the log of dials does not have'];
}

/** Whom the service called in all this time, that it must not: by its own dials, and by listeners it was never told of. */
function strangersCalled(ground: Ground): string[] {
  const allowed = [`127.0.0.1:${ground.named.port}`, pinned];
  const strangers = [...new Set(ground.dialled().filter((dialled) => !allowed.includes(dialled)))];
  const heard = ground.canariesHeard();
  return [...strangers.map((dialled) => `the service dialled ${dialled}`), ...(heard > 0 ? [`${heard} connections arrived where nobody was to call`] : [])];
}

async function tryAll(ground: Ground, given: Given): Promise<{ counts: Counts; wrongs: string[] }> {
  const counts: Counts = { offered: 0, sends: 0, names: 0, doors: 0 };
  const wrongs = await tryDoors(ground, given, counts);
  for (const [index, sender] of senders.entries()) {
    const chance = chanceOf(given.seed, 1_000 + index);
    const addresses = [...drawn(chance, literals, given.vectors), ...drawn(chance, publicHosts, given.vectors).map((host) => `http://${host}/`)];
    wrongs.push(...(await trySend(ground, sender, addresses)));
    counts.sends += addresses.length;
  }
  wrongs.push(...(await tryNames(ground)), ...(await tryRedirect(ground)), ...strangersCalled(ground));
  return { counts, wrongs };
}

await tellStory({
  run: 'addresses',
  tells: `Everything that makes a shop's server call somewhere is tried with addresses of this machine, of private networks, of
clouds' metadata and of other disguises, and with names that lead there. They are named at every door where a merchant
names an address (the doors are compared with the API's own description: a field that is neither a door nor known to
be called by nobody is an error), and put into the tables behind the doors, so that every sender meets them: callbacks,
webhooks, test-sends, the sandbox's callbacks (a file of the product that begins connections and is none of them, nor
known to call where the operator said, is an error). A name changes its answer between check and dial, and a target that may
be called points at one that may not. It passes when all are refused, nothing unsafe was dialled by the service's own
log of dials, and no connection arrived at listeners on this machine.`,
  sizes: { vectors: { what: 'unsafe addresses and names, at each door and sender', full: 1_000, quick: 12, from: 1, to: 10_000 } },
  play: async (given) => {
    const ground = await openGround();
    try {
      const { counts, wrongs } = await tryAll(ground, given);
      return {
        figure: `${counts.offered + counts.names} named at ${counts.doors} doors, ${counts.sends} put before ${senders.length} senders, ${ground.canariesHeard()} connections`,
        rows: [
          ['unsafe addresses known', literals.length],
          ['doors', counts.doors],
          ['unsafe addresses named at them', counts.offered],
          ['unsafe names registered as endpoints', counts.names],
          ['put before senders', counts.sends],
          ['connections where nobody was to call', ground.canariesHeard()],
        ],
        wrongs,
      };
    } finally {
      await ground.close();
    }
  },
});
