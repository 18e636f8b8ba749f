import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { StepError } from '../../lib/cli/steps.mjs';
import { startServer } from '../fixtures/server.ts';
import { openShop } from '../fixtures/shop.ts';
import { openState, type StatePlace, stateNames } from './states.ts';

/** One way to look at a page: a browser's settings and a language, with a name. */
export type View = { name: string; language: string; context: BrowserContextOptions };

/** What is done in each state, with the page before one's eyes. */
export type Visit = (page: Page, state: string, view: View) => Promise<void>;

const browsersAtOnce = 2;

/** Starts a service of its own, opens each state in each view, and ends everything. Progress goes to `report`. */
export async function visitStates(views: View[], states: readonly string[], visit: Visit, report: (done: number, all: number) => void): Promise<void> {
  const { place, stop } = await startPlace();
  const browser = await chromium.launch({ args: ['--no-sandbox', '--disable-gpu'], ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }) });
  const waiting = [...views];
  let done = 0;
  const next = async (): Promise<void> => {
    for (let view = waiting.shift(); view; view = waiting.shift())
      await visitIn(browser, place, view, states, async (...given) => {
        await visit(...given);
        report(++done, views.length * states.length);
      });
  };
  try {
    await Promise.all(Array.from({ length: browsersAtOnce }, next));
  } finally {
    await browser.close();
    await stop();
  }
}

async function visitIn(browser: Browser, place: StatePlace, view: View, states: readonly string[], visit: Visit): Promise<void> {
  const context = await browser.newContext(view.context);
  const page = await context.newPage();
  for (const state of states) {
    await openState(page, place, state, view.language);
    await visit(page, state, view);
  }
  await context.close();
}

async function startPlace(): Promise<{ place: StatePlace; stop: () => Promise<void> }> {
  const server = await startServer({ database: 'embedded' });
  const shop = await openShop(server, 'Nordlys Keramik');
  const { paymentLink } = await shop.link();
  const stop = async () => {
    await shop.close();
    await server.stop();
  };
  return { place: { publicUrl: server.publicUrl, paymentLink }, stop };
}

/** Every state, or those asked for; a name that is none is refused. */
export function chosenStates(asked: readonly string[]): readonly string[] {
  const unknown = asked.filter((name) => !stateNames.includes(name));
  if (unknown.length > 0) throw new StepError(`There is no state ${unknown.join(', ')}. There are: ${stateNames.join(', ')}`);
  return asked.length > 0 ? asked : stateNames;
}
