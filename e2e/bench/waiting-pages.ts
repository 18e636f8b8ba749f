// Opens many payment pages' status questions at once and measures what waiting costs, and how soon a fact is told.
// Run it after `npm run build`: node --import tsx e2e/bench/waiting-pages.ts [--pages 1000] [--seconds 30] [--rounds 4]
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { parseArgs } from 'node:util';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { openShop, type Shop } from '../fixtures/shop.ts';

const usage = `Usage: node --import tsx e2e/bench/waiting-pages.ts [--pages 1000] [--seconds 30] [--rounds 4]

Holds one status question for each of that many links on a server of its own with a real PostgreSQL, and prints
  the CPU that server and database take of one core while all wait, for that many seconds;
  how long it takes from a change of 50 links to their answers, over that many rounds.
Needs Linux (/proc) and a build (npm run build).`;

const changedAtOnce = 50;
const ticksPerSecond = 100;
const targets = { cpuPercent: 10, toldMs: 2_000 };

type Link = Awaited<ReturnType<Shop['link']>>;
type Page = { link: Link; mark: string; heardAt: number; version: string };

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
let isOver = false;
let failures = 0;

/** Asks once, and answers the mark; a question that fails is counted. */
function ask(url: string, seen?: string): Promise<{ mark: string; version: string }> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/status${seen === undefined ? '' : `?seen=${encodeURIComponent(seen)}`}`, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as { mark: string; version: string });
      });
    });
    request.on('error', reject);
  });
}

/** Waits as an open page does, question after question, until the bench is over. */
async function wait(page: Page): Promise<void> {
  while (!isOver) {
    try {
      const { mark, version } = await ask(page.link.paymentLink, page.mark);
      if (version !== page.version) page.heardAt = performance.now();
      Object.assign(page, { mark, version });
    } catch {
      failures += isOver ? 0 : 1;
    }
  }
}

/** What /proc/<pid>/stat says after the process's name: state, parent, … */
const statOf = (pid: number): string[] => (/\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '').split(' ');
const seconds = (ticks: (string | undefined)[]): number => ticks.reduce((sum, count) => sum + Number(count), 0) / ticksPerSecond;

/** Seconds of CPU a process has used. */
const cpuSeconds = (pid: number): number => seconds(statOf(pid).slice(11, 13));

/** Seconds of CPU a database has used: its first process, the children that ended, and those that live. */
function databaseSeconds(postmaster: number): number {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ').map(Number);
  return seconds(statOf(postmaster).slice(11, 15)) + children.map(cpuSeconds).reduce((sum, each) => sum + each, 0);
}

async function postmasterOf(server: RunningServer): Promise<number> {
  const [backend] = await queryAsGuest<{ pid: number }>(server.settings, `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`);
  return Number(statOf(backend?.pid ?? 0)[1]);
}

async function makeLinks(shop: Shop, count: number): Promise<Link[]> {
  const links: Link[] = [];
  const maker = async () => {
    while (links.length < count) links.push(await shop.link());
  };
  await Promise.all(Array.from({ length: 8 }, maker));
  return links.slice(0, count);
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU of server and database, in percent of one core, over these seconds. */
async function cpuWhileWaiting(server: RunningServer, forSeconds: number): Promise<{ server: number; database: number }> {
  const serverPid = server.process().pid ?? 0;
  const postmaster = await postmasterOf(server);
  const read = () => ({ at: performance.now(), server: cpuSeconds(serverPid), database: databaseSeconds(postmaster) });
  const before = read();
  await sleep(forSeconds * 1_000);
  const after = read();
  const share = (used: number): number => (used * 100_000) / (after.at - before.at);
  return { server: share(after.server - before.server), database: share(after.database - before.database) };
}

type Told = { committedMs: number; heardMs: number[] };

/** Changes the order of some links' sessions; answers when that was committed and when each page heard of it, in milliseconds from before the change. */
async function changeSome(server: RunningServer, pages: Page[], round: number): Promise<Told> {
  const changed = Array.from({ length: Math.min(changedAtOnce, pages.length) }, (_, index) => pages[(index * 17 + round * 7) % pages.length]);
  const those = [...new Set(changed)].filter((page) => page !== undefined);
  const before = performance.now();
  const ids = those.map(({ link }) => link.sessionId);
  await queryAsGuest(server.settings, 'UPDATE checkout_session SET revision = revision + 1 WHERE id = ANY($1)', [ids]);
  const committedMs = performance.now() - before;
  const until = before + 10_000;
  while (those.some(({ heardAt }) => heardAt < before) && performance.now() < until) await sleep(10);
  return { committedMs, heardMs: those.map(({ heardAt }) => (heardAt < before ? Number.POSITIVE_INFINITY : heardAt - before)) };
}

const quantile = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const row = (name: string, value: string, target = ''): void => console.log(`${name.padEnd(44)} ${value.padStart(12)}   ${target}`);

async function bench(server: RunningServer, given: { pages: number; seconds: number; rounds: number }): Promise<void> {
  const shop = await openShop(server);
  const links = await makeLinks(shop, given.pages);
  const pages: Page[] = [];
  for (const link of links) pages.push({ link, heardAt: 0, ...(await ask(link.paymentLink)) });
  for (const page of pages) void wait(page);
  await sleep(3_000);
  const cpu = await cpuWhileWaiting(server, given.seconds);
  const told: number[] = [];
  let slowestCommitMs = 0;
  for (let round = 0; round < given.rounds; round += 1) {
    const { committedMs, heardMs } = await changeSome(server, pages, round);
    told.push(...heardMs.map((ms) => Math.max(0, ms - committedMs)));
    slowestCommitMs = Math.max(slowestCommitMs, committedMs);
    // Rounds that keep step with the server's looks would all measure the same moment between two of them.
    await sleep(500 + Math.random() * 700);
  }
  told.sort((one, other) => one - other);
  row('pages waiting', String(pages.length));
  row('server CPU while waiting, % of one core', cpu.server.toFixed(1), `target ≤ ${targets.cpuPercent}`);
  row('database CPU while waiting, % of one core', cpu.database.toFixed(1));
  row('slowest change, until committed, ms', slowestCommitMs.toFixed(0));
  row('from a commit to its answer, ms: p50', quantile(told, 0.5).toFixed(0));
  row('p99', quantile(told, 0.99).toFixed(0));
  row(`longest of ${told.length}`, quantile(told, 1).toFixed(0), `target ≤ ${targets.toldMs}`);
  row('questions that failed', String(failures), 'target 0');
  row('server memory (RSS), MB', (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process().pid}/status`, 'utf8'))?.[1]) / 1024).toFixed(0));
  await shop.close();
}

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(usage);
else {
  const server = await startServer({ database: 'postgres' });
  try {
    await bench(server, { pages: Number(values.pages), seconds: Number(values.seconds), rounds: Number(values.rounds) });
  } finally {
    isOver = true;
    await server.stop();
  }
}
