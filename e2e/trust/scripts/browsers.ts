import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, devices, type Page } from '@playwright/test';
import { type Look, lookAt, watchRuns } from './look.ts';
import type { Seen } from './sightings.ts';

/** How pages are looked at: on a wide screen, on a phone. */
export const screens = { desktop: { viewport: { width: 1280, height: 900 } }, phone: devices['Pixel 7'] } as const;
export type Screen = keyof typeof screens;

/** Where a Chromium goes for itself, whatever its pages do. */
const itsMakers = ['*.google.com', '*.googleapis.com', '*.gstatic.com', '*.gvt1.com'];

/** Starts a browser for which every name on the net is the stranger. */
export const openBrowser = (strangerHost: string): Promise<Browser> =>
  chromium.launch({
    ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      `--host-resolver-rules=${[...itsMakers.map((name) => `MAP ${name} ~NOTFOUND`), `MAP * ${strangerHost}`, 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(', ')}`,
    ],
  });

const longestWaitMs = 30_000;

/** A window that tells whatever happens in it, beside what stands on its pages. */
export type Window = { context: BrowserContext; page: Page; troubles: string[]; requests: string[] };

export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(longestWaitMs);
  await context.addInitScript({ content: watchRuns });
  const troubles: string[] = [];
  const requests: string[] = [];
  context.on('request', (request) => void requests.push(request.url()));
  context.on('dialog', (dialog) => {
    troubles.push(`a dialog said ${dialog.message()}`);
    void dialog.dismiss().catch(() => undefined);
  });
  context.on('weberror', (error) => void troubles.push(`a script broke: ${error.error().message}`));
  context.on('console', (message) => {
    const isTold = message.type() === 'error' || /Content.Security.Policy/i.test(message.text());
    // An answer's status, and a page that the run kept from going on, are no complaint of a page.
    if (isTold && !/^Failed to load resource:/.test(message.text())) troubles.push(`the console said ${message.text().slice(0, 300)}`);
  });
  return { context, page: await context.newPage(), troubles, requests };
}

/** Everything a window shows and has done since it was last looked at. */
export async function see({ page, troubles, requests }: Window, what: string): Promise<Seen> {
  const look = await lookWhenStill(page);
  return { what, address: page.url(), ...look, troubles: troubles.splice(0), requests: requests.splice(0) };
}

/** Opens an address. A page that replaces itself in that moment gets in between, and is left once more. */
export const goTo = (page: Page, address: string): Promise<unknown> => whenStill(() => page.goto(address));

const lookWhenStill = (page: Page): Promise<Look> =>
  whenStill(async () => {
    await page.waitForLoadState();
    return lookAt(page);
  });

const mostReplacements = 5;

/** A page whose state has changed replaces itself, perhaps just now: then it is tried again. */
async function whenStill<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries === mostReplacements || !/context was destroyed|navigat|ERR_ABORTED/i.test(String(error))) throw error;
    }
  }
}
