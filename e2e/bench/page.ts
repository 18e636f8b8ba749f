// Measures the payment page on a slow phone, beside plain pages of the same framework and beside its HTML alone.
// Run by `npm run bench -- page`, or after a build: node --import tsx e2e/bench/page.ts
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { tellFailure } from '#lib/cli/failure.ts';
import { EnvironmentError } from '#lib/env.ts';
import { connections, loadFor } from './page-load.ts';
import { type Measured, measuredTable, ratioTable, verdictTable } from './page-report.ts';
import { type Subject, startSubjects } from './page-subjects.ts';
import { pressSends, pressSendsWithoutScript, scriptWeight, visit } from './page-visit.ts';

const usage = `Usage: npm run bench -- page [--rounds 5] [--seconds 4]

Measures in Chromium, at Slow 4G (562.5 ms a request, 1,474 kbit/s) and a CPU slowed down four times, 412 × 823:
  payment page    our page of a real link, on the built service in test mode
  plain: form     the same order on a plain Next page, its form a client component
  plain: server   the same with server components alone
  HTML alone      our page's HTML without script, its CSS in it, from bare node:http: the floor
Then how many pages a second our server and the plain one draw over ${connections} connections, each reading one order.
All in one run, each round in random order, medians; compare within a run only.

  --rounds <n>    rounds of both measurements
  --seconds <n>   of load a round and server; 0 leaves the load out
  --help          shows this

Settings: CHROMIUM=/path/to/chromium. Needs a build.`;

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const warmUps = 30;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function bench(browser: Browser, subjects: Subject[], { rounds, seconds }: { rounds: number; seconds: number }): Promise<Measured[]> {
  for (const { url } of subjects) await warmUp(url);
  const measured: Measured[] = [];
  for (const subject of subjects) measured.push({ subject, visits: [], loads: [], ...(await lookAt(browser, subject)) });
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: phone`);
    for (const { subject, visits } of shuffled(measured)) visits.push(await visit(browser, subject));
  }
  // A browser beside the servers would be measured with them.
  await browser.close();
  const loaded = seconds > 0 ? measured.filter(({ subject }) => subject.key === 'ours' || subject.key === 'server') : [];
  for (const { subject } of loaded) await loadFor(subject, seconds);
  for (let round = 1; round <= rounds; round += 1) {
    if (loaded.length > 0) say(`round ${round} of ${rounds}: load`);
    for (const { subject, loads } of shuffled(loaded)) loads.push(await loadFor(subject, seconds));
  }
  return measured;
}

async function warmUp(url: string): Promise<void> {
  for (let count = 0; count < warmUps; count += 1) {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  }
}

/** What does not vary from visit to visit. */
async function lookAt(browser: Browser, { url, name, needsReact }: Subject): Promise<Pick<Measured, 'script' | 'presses'>> {
  say(`pressing the button: ${name}`);
  const firstPaint = await pressSends(browser, url, 'shown');
  const payable = needsReact ? await pressSends(browser, url, 'attached') : firstPaint;
  const withoutScript = await pressSendsWithoutScript(browser, url);
  return { script: await scriptWeight(browser, url), presses: { firstPaint, payable, withoutScript } };
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

async function run(given: { rounds: number; seconds: number }): Promise<void> {
  say('starting the service and building the plain page');
  const { subjects, stop } = await startSubjects();
  try {
    const browser = await chromium.launch({ args: flags, ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }) });
    const [version, [busyBefore = 0]] = [browser.version(), loadavg()];
    const measured = await bench(browser, subjects, given).finally(() => browser.close());
    const all = Object.fromEntries(measured.map((each) => [each.subject.key, each])) as Record<Subject['key'], Measured>;
    const [busyAfter = 0] = loadavg();
    const machine = `${cpus().length} cores, load average ${busyBefore.toFixed(1)} before and ${busyAfter.toFixed(1)} after`;
    console.log(`Chromium ${version}, Slow 4G, CPU 4×, 412 × 823, medians of ${given.rounds} rounds, ${machine}\n`);
    console.log([measuredTable(all), ratioTable(all), verdictTable(all)].join('\n\n'));
  } finally {
    await stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(usage);
  const given = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  if (!(Number.isInteger(given.rounds) && given.rounds > 0)) throw new EnvironmentError('--rounds must be a whole number, 1 or more');
  if (!(given.seconds >= 0)) throw new EnvironmentError('--seconds must be a number, 0 or more');
  await run(given);
}

await main().catch(tellFailure);
