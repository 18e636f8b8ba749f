import { ApiError } from '../errors.ts';
import { extendByPerson, linkOfToken, openByPerson } from '../links/links.ts';
import type { Principal } from '../merchants/principal.ts';
import { getSession } from '../sessions/sessions.ts';

/** A person touched the shop's page: the link's activation time starts, once. */
export async function openFromShop(principal: Principal, sessionId: string): Promise<void> {
  await openByPerson(await linkOf(principal, sessionId));
}

/** The customer wants more time; `seen` is how many extensions the page showed. Adds nothing when nothing can be added. */
export async function extendFromShop(principal: Principal, sessionId: string, seen: number): Promise<void> {
  await extendByPerson(await linkOf(principal, sessionId), seen);
}

async function linkOf(principal: Principal, sessionId: string) {
  await getSession(principal, sessionId);
  if (principal.linkId === undefined) throw new ApiError('forbidden', 'Only a token that was given for a payment link has a time to speak of.');
  return linkOfToken(principal.linkId);
}
