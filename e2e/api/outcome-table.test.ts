import { expectSoundBooks, type GatewayRow, gatewayBooks, paymentsOf, sessionStatusOf } from '../fixtures/books.ts';
import { type Begun, type Outcome, outcomesOf, type Way } from '../fixtures/outcomes.ts';
import type { RunningServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ databaseKind: 'postgres' });
test.setTimeout(600_000);

type Row = { way: string; outcome: string; sees: string; told: string; holds: string };

let shop: Shop;
test.beforeAll(async ({ server }) => {
  shop = await openShop(server);
});
test.afterAll(() => shop.close());

async function begin(server: RunningServer, way: Way, { configuration = {} }: Outcome): Promise<Begun> {
  const { currencies, countries } = way.abilities;
  const country = countries?.[0];
  const value = 249.5;
  const session = {
    callbacks: { notification: `${shop.origin}/notify`, bodyFormat: 'JSON' },
    configuration: { ...configuration, ...(country && { country }) },
  };
  const currency = currencyIn(country, currencies);
  const { sessionId, paymentLink } = await shop.link({ order: { value, currency }, session });
  const answer = await shop.api('POST', '/payment', { sessionId, paymentMethodId: way.id });
  if (answer.status !== 200) throw new Error(`${way.type} was not started: ${answer.status} ${answer.text}`);
  return { server, shop, way, sessionId, paymentLink, paymentId: String(answer.body.paymentId), url: String(answer.body.url) };
}

const localCurrencies: Readonly<Record<string, string>> = { DK: 'DKK', SE: 'SEK', NO: 'NOK', CH: 'CHF', PL: 'PLN', GB: 'GBP', US: 'USD' };

/** The currency of the country where there is one of its own, else one that the method takes; with two decimals. */
function currencyIn(country: string | undefined, taken: readonly string[]): string {
  const local = (country && localCurrencies[country]) ?? (country ? 'EUR' : undefined);
  return local && taken.includes(local) ? local : (taken[0] ?? 'EUR');
}

const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(?:#x27|#39|apos);/g, '’')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s\u2066-\u2069]+/g, ' ')
    .trim();

/** What a person reads first on the link's page: the news, if there is some, else its heading. */
async function seenAt(paymentLink: string): Promise<string> {
  const html = await (await fetch(paymentLink)).text();
  const [, alert] = /<div role="alert"[^>]*>(.*?)<\/div><\/div>/s.exec(html) ?? [];
  const [, heading = ''] = /<h1[^>]*>(.*?)<\/h1>/s.exec(html) ?? [];
  const [, button = ''] = /<button[^>]*>(Pay .*?)<\/button>/s.exec(html) ?? [];
  return textOf(alert ?? (button || heading));
}

const toldTo = (sessionId: string): string[] =>
  shop.callbacks
    .map(({ body }) => JSON.parse(body) as { status: string; sessionId: string })
    .filter((callback) => callback.sessionId === sessionId)
    .map(({ status }) => status)
    .sort();

const heldBy = ({ status, reserved, captured, refunded }: GatewayRow): number => (status === 'released' ? 0 : Math.max(reserved, captured) - refunded);

const words = ({ status, reserved, captured, refunded, operations }: GatewayRow): string =>
  `${status}: reserved ${reserved / 100}, captured ${captured / 100}, refunded ${refunded / 100}${operations.includes('chargeback') ? ', charged back' : ''}`;

async function play(server: RunningServer, way: Way, outcome: Outcome): Promise<Row> {
  const begun = await begin(server, way, outcome);
  const { sessionId, paymentLink } = begun;
  await outcome.happens(begun);
  const label = `${way.type}, ${outcome.name}`;
  await expect.poll(() => sessionStatusOf(server, sessionId), { message: label, timeout: 15_000 }).toBe(outcome.session);
  await expect.poll(() => toldTo(sessionId), { message: `${label}: what the merchant is told`, timeout: 15_000 }).toEqual([...outcome.told].sort());
  await expect.poll(() => seenAt(paymentLink), { message: `${label}: what the customer sees`, timeout: 15_000 }).toMatch(outcome.sees);
  const books = async () => (await Promise.all((await paymentsOf(server, sessionId)).map(({ id }) => gatewayBooks(server, id)))).flat();
  const total = async () => (await books()).reduce((sum, row) => sum + heldBy(row), 0);
  await expect.poll(total, { message: `${label}: what the gateway holds`, timeout: 15_000 }).toBe(outcome.held === 'all' ? 24_950 : 0);
  const holds = (await books()).map(words).join(' + ') || 'nothing';
  return { way: way.name, outcome: outcome.name, sees: await seenAt(paymentLink), told: outcome.told.join(', ') || '–', holds };
}

function print(rows: Row[]): void {
  const head = ['method', 'what happens', 'the customer sees', 'the merchant is told', 'the gateway holds'];
  const lines = rows.map(({ way, outcome, sees, told, holds }) => [way, outcome, sees.slice(0, 90), told, holds]);
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`\n${table.join('\n')}\n\n${rows.length} outcomes of ${new Set(rows.map(({ way }) => way)).size} methods, each as it must be.`);
}

test('every outcome of every method: what the customer sees, what the merchant is told and what the gateway holds agree', async ({ server }) => {
  const { methods } = (await shop.api('GET', '/payment-methods')).body as { methods: Way[] };
  expect(methods).toHaveLength(19);
  const rows: Row[] = [];
  const wrong: string[] = [];
  for (const way of methods) {
    const played = await Promise.allSettled(outcomesOf(way).map((outcome) => play(server, way, outcome)));
    for (const each of played) {
      if (each.status === 'fulfilled') rows.push(each.value);
      else wrong.push(each.reason instanceof Error ? each.reason.message : String(each.reason));
    }
  }
  expect(wrong).toEqual([]);
  await expectSoundBooks(server, 30_000);
  print(rows);
});
