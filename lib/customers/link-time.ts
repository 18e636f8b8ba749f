import { ApiError } from '../errors.ts';
import { extendByPerson, getLink, openByPerson } from '../links/links.ts';
import { type Principal, refuseForeignSession } from '../merchants/principal.ts';

/** A person touched the shop's page: the link's activation time starts, once. */
export async function openFromShop(principal: Principal, sessionId: string): Promise<void> {
  await openByPerson(await getLink(linkOf(principal, sessionId)));
}

/** The customer wants more time; `seen` is how many extensions the page showed. Adds nothing when nothing can be added. */
export async function extendFromShop(principal: Principal, sessionId: string, seen: number): Promise<void> {
  await extendByPerson({ id: linkOf(principal, sessionId), sessionId }, seen);
}

function linkOf(principal: Principal, sessionId: string): string {
  refuseForeignSession(principal, sessionId);
  if (principal.linkId === undefined) throw new ApiError('forbidden', 'Only a token that was given for a payment link has a time to speak of.');
  return principal.linkId;
}
