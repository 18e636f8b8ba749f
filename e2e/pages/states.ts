import type { Page, Route } from '@playwright/test';
import { samplePages } from '#lib/payments/sample-pages.ts';

/** Where the states are: a running service in test mode, and a link on it that can be paid. */
export type StatePlace = { publicUrl: string; paymentLink: string };

/** Every state a page can be in: those with a link of their own, one without a connection, and one that is not there. */
export const stateNames: readonly string[] = [...samplePages.keys(), 'offline', 'not-found'];

/** Pages that go on by themselves. */
const restless = new Set(['leaving', 'leaving-connecting', 'following']);

/** Opens a state and stays there: the page is loaded, and goes nowhere by itself. */
export async function openState(page: Page, place: StatePlace, name: string, language: string): Promise<void> {
  await page.unroute('**', stayHere);
  await page.context().setOffline(false);
  // A page that is not there does not read its address: only what its reader picked before.
  await page.context().addCookies([{ name: 'language', value: language, domain: new URL(place.publicUrl).hostname, path: '/' }]);
  await page.goto(addressOf(place, name, language));
  if (restless.has(name)) await page.route('**', stayHere);
  if (name === 'offline') await loseConnection(page);
}

function addressOf({ publicUrl, paymentLink }: StatePlace, name: string, language: string): string {
  const paths = new Map([
    ['offline', paymentLink],
    ['not-found', `${publicUrl}/no-such-page`],
  ]);
  return `${paths.get(name) ?? `${publicUrl}/pay/state/${name}`}?lang=${language}`;
}

/** An empty answer leaves a browser where it is. */
const stayHere = (route: Route): Promise<void> => (route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.fallback());

async function loseConnection(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.locator('[data-offline]').waitFor({ state: 'visible', timeout: 5000 });
}
