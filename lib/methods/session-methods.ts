import type { z } from 'zod';
import { linkOfToken, refuseInactiveLink } from '../links/links.ts';
import { type Principal, requireGroup } from '../merchants/principal.ts';
import { getSession } from '../sessions/sessions.ts';
import { browserOf, unknownBrowser } from './browser.ts';
import type { listMethodsContract, MethodsQuery } from './contract.ts';
import { judgeMethods, methodAnswer } from './methods.ts';

/**
 * The methods of a session as the contract lists them; a customer's own browser is judged by its headers. With
 * `?explain=true`, which takes Basic or Management credentials, also the hidden ones and why.
 */
export async function listSessionMethods({
  principal,
  request,
  params,
  query,
}: {
  principal: Principal;
  request: Request;
  params: { sessionId: string };
  query: MethodsQuery;
}): Promise<z.input<typeof listMethodsContract.response>> {
  const explains = query.explain === 'true';
  if (explains) requireGroup(principal, 'Management');
  const session = await getSession(principal, params.sessionId);
  if (principal.linkId) refuseInactiveLink(await linkOfToken(principal.linkId));
  const browser = explains ? namedBrowser(query.userAgent) : callersBrowser(principal, request);
  const { shown, hidden } = await judgeMethods(session, browser);
  return {
    methods: shown.map(methodAnswer),
    ...(explains && { hidden: hidden.map(({ method, reasons }) => ({ ...methodAnswer(method), reasons })) }),
  };
}

const namedBrowser = (userAgent: string | undefined) => (userAgent === undefined ? unknownBrowser : browserOf(new Headers({ 'user-agent': userAgent })));

/** A session's own token is used by the customer's browser; any other call comes from a merchant's backend. */
const callersBrowser = (principal: Principal, request: Request) => (principal.sessionId === undefined ? unknownBrowser : browserOf(request.headers));
