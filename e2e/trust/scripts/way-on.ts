import { anOrder } from '#lib/testing/orders.ts';
import { sendCallback } from '../../fixtures/forge.ts';
import { openSession, pays, startPayment, submitAtGateway } from '../../fixtures/payer.ts';
import { openWindow, screens, see } from './browsers.ts';
import type { Redirects } from './redirects.ts';
import type { Scene } from './scene.ts';
import { isKnown, type Known } from './sightings.ts';

/** What can stand in a header at all. */
const isSendable = (vector: string): boolean => /^[\x21-\x7e][\x20-\x7e]*$/.test(vector);

/**
 * The shop's own server answers the callback of a paid order by sending the customer to a stranger. In a browser the
 * customer ends on a page of ours or of the shop's.
 */
export async function sendOnward(scene: Scene, vectors: readonly string[], known: Known, told: Redirects): Promise<void> {
  const { shop, server, browser } = scene;
  const window = await openWindow(browser, screens.phone);
  for (const [number, vector] of vectors.filter(isSendable).entries()) {
    const path = `/onward-${number}`;
    shop.answer(path, 302, { location: vector });
    const sessionId = await openSession(shop, { order: anOrder(), callbacks: { success: { type: 'URL', value: `${shop.origin}${path}` } } });
    const { paymentId, url } = await startPayment(shop, sessionId);
    await submitAtGateway(url, pays.card);
    const { location } = await sendCallback(server, paymentId, 'ok');
    await window.page.goto(location ?? '', { waitUntil: 'domcontentloaded' });
    await window.page.getByRole('heading').first().waitFor();
    const { address, leads, requests, troubles } = await see(window, 'the way on');
    told.given += 1;
    told.pages += 1;
    const away = [address, ...leads.map((lead) => lead.url), ...requests].filter((each) => !isKnown(each, known));
    for (const each of away) told.wrongs.push(`after a callback answered with Location: ${vector} the customer is led to ${each}`);
    for (const trouble of troubles) told.wrongs.push(`after a callback answered with Location: ${vector}: ${trouble}`);
  }
  await window.context.close();
}
