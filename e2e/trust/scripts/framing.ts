import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { demo } from '../../../prisma/seed.ts';
import { changedTables, rowsAtRest } from '../../fixtures/rows.ts';
import { until } from '../until.ts';
import { openWindow } from './browsers.ts';
import type { Scene } from './scene.ts';

/** What another site's page tried: how many frames and forms, and what was wrong. */
export type Framing = { frames: number; forms: number; wrongs: string[] };

/** Another site, whose page is whatever the run says. */
async function openOtherSite() {
  let html = '';
  const server = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shows: (page: string) => {
      html = page;
    },
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

const siteOf = (body: string): string => `<!doctype html><link rel="icon" href="data:,"><title>Another site</title>${body}`;

/** Frames our pages on another site, which must show none of them; and posts our own forms from there, which must change nothing. */
export async function frameAndPost(scene: Scene): Promise<Framing> {
  const { publicUrl, sandboxUrl } = scene.server;
  const { username, password } = demo.gateway;
  const { paymentLink } = await scene.shop.link();
  const ours = ['/verify', '/p', '/docs', '/', '/pay/x', '/pay/return/x', '/pay/state/paid', '/pay/state/open', '/nothing'].map(
    (path) => `${publicUrl}${path}`,
  );
  const pages = [paymentLink, `${paymentLink}/receipt.pdf`, ...ours, `${sandboxUrl}/sandbox`, `${sandboxUrl}/sandbox/eCommerce/API/requestForm?pid=x`];
  const told: Framing = { frames: 0, forms: 0, wrongs: [] };
  const site = await openOtherSite();
  const { page, context } = await openWindow(scene.browser, { httpCredentials: { username, password } });
  try {
    site.shows(siteOf(pages.map((address) => `<iframe src="${address}"></iframe>`).join('')));
    const asked = new Set<string>();
    page.on('response', (response) => void asked.add(response.url()));
    page.on('requestfailed', (request) => void asked.add(request.url()));
    await page.goto(site.origin, { waitUntil: 'domcontentloaded' });
    await until('every frame is asked for', () => pages.every((address) => asked.has(address)));
    told.frames += pages.length;
    for (const words of await framedWords(page)) told.wrongs.push(`in a frame of another site can be read: ${words}`);
    await postForms(scene, context, site, told);
  } finally {
    await context.close();
    await site.close();
  }
  return told;
}

/** Where a frame has come to, by its own word, and what can be read there; of one that is just going on, nothing. */
const readFrame = (frame: Frame) =>
  frame.evaluate(() => ({ at: location.href, isThere: document.readyState === 'complete', text: document.body?.textContent ?? '' })).catch(() => undefined);

/** What can be read in the frames of a page once each has come to somewhere. One that is refused holds the browser's own page. */
async function framedWords(page: Page): Promise<string[]> {
  const read = () => Promise.all(page.frames().flatMap((frame) => (frame === page.mainFrame() ? [] : [readFrame(frame)])));
  await until('every frame has come to somewhere', async () => (await read()).every((each) => each?.isThere === true && each.at !== 'about:blank'));
  const shown = (await read()).flatMap((each) => (each && !each.at.startsWith('chrome-error:') ? [each.text] : []));
  return shown.map((text) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 100)).filter((text) => text !== '');
}

async function postForms(scene: Scene, context: BrowserContext, site: Awaited<ReturnType<typeof openOtherSite>>, told: Framing): Promise<void> {
  const { server, shop } = scene;
  const { paymentLink } = await shop.link();
  const html = await (await fetch(paymentLink)).text();
  const fields = [...html.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const);
  const nonce = /nonce=([\w-]{22})|data-nonce="([\w-]{22})"/.exec(html);
  const given = [
    ...fields,
    ['nonce', nonce?.[1] ?? nonce?.[2] ?? 'x'],
    ['from', 'en.0123456789'],
    ['code', paymentLink],
    ['orderNumber', '1'],
    ['extensions', '0'],
  ] as const;
  const inputs = given.map(([name, value]) => `<input name="${name}" value="${value}">`).join('');
  const actions = ['payments', 'extend', 'opened', 'joined'].map((name) => `${paymentLink}/${name}`);
  const before = await rowsAtRest(server);
  for (const action of [...actions, `${server.publicUrl}/p`, `${server.publicUrl}/verify`]) {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
      site.shows(siteOf(`<form method="post" enctype="${type}" action="${action}">${inputs}</form>`));
      const page = await context.newPage();
      await page.goto(site.origin);
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.evaluate(() => document.forms[0]?.submit());
      const status = (await answered).status();
      await page.close();
      told.forms += 1;
      if (status < 400) told.wrongs.push(`a form of another site (${type}) was taken by ${new URL(action).pathname.split('/').at(-1)}: ${status}`);
    }
  }
  // The sandbox is another company's: what it has still to tell it tells when it likes.
  const changed = changedTables(before, await rowsAtRest(server)).filter((table) => !table.startsWith('sandbox_'));
  if (changed.length > 0) told.wrongs.push(`forms of another site changed ${changed.join(', ')}`);
}
