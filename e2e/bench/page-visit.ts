import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import type { Subject } from './page-subjects.ts';

export const kinds = ['document', 'style', 'script', 'image', 'other'] as const;
export type Kind = (typeof kinds)[number];

/** What one visit cost. Bytes are those on the wire, headers included; times are milliseconds from the start of the navigation. */
export type Visit = {
  requests: number;
  foreignHosts: number;
  bytes: Record<Kind, number>;
  /** The document's first byte as the server sent it. The emulated latency is not in it, and hides what is shorter than itself. */
  ttfbMs: number;
  fcpMs: number;
  lcpMs: number;
  cls: number;
  tbtMs: number;
  /** From here on a press on the button pays. */
  payableMs: number;
  /** React is attached to the button; NaN when it never is. */
  attachedMs: number;
};

export type PressTime = 'shown' | 'attached';

type Marks = {
  fcpMs?: number;
  lcpMs?: number;
  shownMs?: number;
  attachedMs?: number;
  cls: number;
  longTasks: { startMs: number; durationMs: number }[];
};

const probePath = join(dirname(fileURLToPath(import.meta.url)), 'page-probe.js');
const viewport = { width: 412, height: 823 };
const cpuSlowdown = 4;
const bytesPerSecond = (kilobits: number): number => (kilobits * 1_000) / 8;
const slow4g = { offline: false, latency: 562.5, downloadThroughput: bytesPerSecond(1_474), uploadThroughput: bytesPerSecond(675) };
const watchedMs = 5_000;
const longTaskMs = 50;
/** Where our form and the plain ones send what was chosen. */
const paidAt = /\/(?:payments|pay)$/;

const kindOf: Readonly<Record<string, Kind>> = { Document: 'document', Stylesheet: 'style', Script: 'script', Image: 'image' };

/** Opens a page on a slow phone with nothing cached, watches it for five seconds and answers what it cost. */
export async function visit(browser: Browser, { url, needsReact }: Subject): Promise<Visit> {
  return inPhone(browser, async (page, devtools) => {
    const wire = watchWire(devtools, new URL(url).host);
    await page.goto(url, { waitUntil: 'commit' });
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${watchedMs} - performance.now()))`);
    const marks = await page.evaluate<Marks>('benchMarks');
    const ttfbMs = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].responseStart");
    const { fcpMs = Number.NaN, lcpMs = Number.NaN, shownMs = Number.NaN, attachedMs = Number.NaN, cls } = marks;
    // What is ready before the first paint can be pressed from that paint on.
    const payableMs = Math.max(fcpMs, needsReact ? attachedMs : shownMs);
    return { ...wire(), ttfbMs, fcpMs, lcpMs, cls, tbtMs: blockingMs(marks, fcpMs), payableMs, attachedMs };
  });
}

/** Whether a press at that moment sends the form. What it sends is stopped before it arrives. */
export async function pressSends(browser: Browser, url: string, pressWhen: PressTime): Promise<boolean> {
  return inPhone(
    browser,
    async (page) => {
      const sent = sendsForm(page);
      await page.goto(url, { waitUntil: 'commit' });
      return sent;
    },
    pressWhen,
  );
}

/** Whether the page can be paid by a browser that runs no script at all. */
export async function pressSendsWithoutScript(browser: Browser, url: string): Promise<boolean> {
  const context = await browser.newContext({ viewport, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    const sent = sendsForm(page);
    await page.goto(url);
    await page.locator('form [type=radio]').first().check();
    await page.locator('form:has([type=radio]) button[type=submit]').click({ noWaitAfter: true });
    return await sent;
  } finally {
    await context.close();
  }
}

/** The script a page carries, in its document and beside it, in bytes: as it is, and each file gzipped. */
export async function scriptWeight(browser: Browser, url: string): Promise<{ raw: number; gzipped: number }> {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => response.request().resourceType() === 'script' && scripts.push(response.body()));
    const answer = await page.goto(url, { waitUntil: 'load' });
    const html = (await answer?.text()) ?? '';
    const inline = [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script\s*>/gi)].map(([, text = '']) => text).join('');
    const parts = [...(await Promise.all(scripts)), Buffer.from(inline)].filter(({ byteLength }) => byteLength > 0);
    const sum = (sizeOf: (part: Buffer) => number) => parts.reduce((total, part) => total + sizeOf(part), 0);
    return { raw: sum(({ byteLength }) => byteLength), gzipped: sum((part) => gzipSync(part).byteLength) };
  } finally {
    await context.close();
  }
}

async function inPhone<T>(browser: Browser, work: (page: Page, devtools: CDPSession) => Promise<T>, pressWhen?: PressTime): Promise<T> {
  const context: BrowserContext = await browser.newContext({ viewport, isMobile: true, hasTouch: true });
  try {
    await context.addInitScript(`globalThis.benchOrder = ${JSON.stringify({ pressWhen })}`);
    await context.addInitScript({ path: probePath });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await devtools.send('Network.emulateNetworkConditions', slow4g);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
    return await work(page, devtools);
  } finally {
    await context.close();
  }
}

/** Counts requests and bytes until it is asked for them. */
function watchWire(devtools: CDPSession, host: string): () => Pick<Visit, 'requests' | 'foreignHosts' | 'bytes'> {
  const bytes: Record<Kind, number> = { document: 0, style: 0, script: 0, image: 0, other: 0 };
  const kindById = new Map<string, Kind>();
  const foreign = new Set<string>();
  let requests = 0;
  devtools.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
    const { protocol, host: askedHost } = new URL(request.url);
    if (!protocol.startsWith('http')) return;
    requests += 1;
    kindById.set(requestId, kindOf[type ?? ''] ?? 'other');
    if (askedHost !== host) foreign.add(askedHost);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kindById.get(requestId);
    if (kind) bytes[kind] += encodedDataLength;
  });
  return () => ({ requests, foreignHosts: foreign.size, bytes: { ...bytes } });
}

/** Total blocking time: what long tasks took beyond 50 ms, from the first paint on. */
const blockingMs = ({ longTasks }: Marks, fromMs: number): number =>
  longTasks.filter(({ startMs }) => startMs >= fromMs && startMs < watchedMs).reduce((sum, { durationMs }) => sum + durationMs - longTaskMs, 0);

/** True when the form's POST leaves within ten seconds; it never arrives. */
async function sendsForm(page: Page): Promise<boolean> {
  await page.route(paidAt, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  return page
    .waitForRequest((request) => request.method() === 'POST' && paidAt.test(request.url()), { timeout: watchedMs * 2 })
    .then(
      () => true,
      () => false,
    );
}
