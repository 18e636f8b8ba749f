import { setTimeout as pause } from 'node:timers/promises';
import { headingOf, linksIn, wordsOf } from './page-words.ts';
import type { AtGateway } from './payers.ts';
import type { Trial } from './trial.ts';

/** What one customer read after paying: at the gateway, then on our page it led back to. */
export type Read = { paymentId: string; atGateway: string; heading: string; words: string };

const mostLooks = 100;
const pauseMs = 100;

/**
 * Goes back from the gateway as a browser does, from page to page, and reads the last one. Undefined for who closed
 * the window: nothing leads back from there.
 */
export async function readOnTheWayBack({ server }: Trial, { payer, paymentId, url }: AtGateway): Promise<Read | undefined> {
  if (payer.vanishes) return undefined;
  const gatewayPage = await (await fetch(url)).text();
  const back = linksIn(gatewayPage).find((link) => link.startsWith(`${server.publicUrl}/`));
  if (!back) throw new Error(`nothing leads back from the gateway, which says: ${wordsOf(gatewayPage)}`);
  const page = await lastPage(back, server.publicUrl);
  return { paymentId, atGateway: wordsOf(gatewayPage), heading: headingOf(page), words: wordsOf(page) };
}

/** Waits while a page is checking, and follows one that goes on by itself. */
async function lastPage(from: string, publicUrl: string): Promise<string> {
  let address = from;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const page = await (await fetch(address)).text();
    const heading = headingOf(page);
    if (heading === 'One moment') {
      const onward = linksIn(page).find((link) => /^https?:/.test(link));
      if (!onward?.startsWith(publicUrl)) return page;
      address = onward;
    } else if (heading === 'We are checking your payment') {
      await pause(pauseMs);
    } else return page;
  }
  throw new Error('a page was still checking the payment after ten seconds');
}
