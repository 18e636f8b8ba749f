import type { z } from 'zod';
import type { Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import type { Principal } from '../merchants/principal.ts';
import { createSession } from '../sessions/sessions.ts';
import type { createSessionWithLinkContract, SessionWithLinkBody } from './contract.ts';
import { createLink } from './links.ts';

/** Opens a session for an order and makes its link: both, or neither and the reason, which points into the whole body. */
export async function createSessionWithLink(
  tx: Tx,
  principal: Principal,
  { link: options, ...body }: SessionWithLinkBody,
): Promise<z.input<typeof createSessionWithLinkContract.response>> {
  const session = await createSession(tx, principal, body);
  return { session, link: await pointingInto('/link', () => createLink(tx, principal, session.sessionId, options)) };
}

async function pointingInto<T>(member: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.extra.errors) throw error;
    const errors = error.extra.errors.map(({ pointer, detail }) => ({ pointer: `${member}${pointer}`, detail }));
    throw new ApiError(error.code, error.message, { ...error.extra, errors });
  }
}
