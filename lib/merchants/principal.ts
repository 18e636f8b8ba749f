import { ApiError } from '../errors.ts';
import type { ApiUserIdentity } from './api-users.ts';

/** The groups of AltaPay's token, and our own for everything we add. */
export const contractGroups = ['SessionUpdate', 'ExecutePayment', 'ListPaymentMethods'] as const;
export type Group = (typeof contractGroups)[number] | 'Management';

/** What a call needs: Basic credentials, or a token of this group. Basic credentials open every group. */
export type Need = 'Basic' | Group;

/** Who calls: a merchant's API user, or a customer who may touch one session only. */
export type Principal = {
  merchantId: string;
  /** Whose credentials or token these are; undefined for a token that was given for a link. */
  apiUser: ApiUserIdentity | undefined;
  groups: readonly Group[];
  /** Set for a customer's token: the one session it reaches. */
  sessionId: string | undefined;
  /** Set for a token that was given for a link: it is worth what the link is worth. */
  linkId: string | undefined;
};

/** 403 that names the remedy when these credentials do not open this. */
export function requireGroup({ groups }: Pick<Principal, 'groups'>, group: Group): void {
  if (groups.includes(group)) return;
  const remedy = group === 'Management' ? ' Use HTTP Basic, or a token of POST /checkout/v1/api/authenticate?group=Management.' : '';
  throw new ApiError('forbidden', `This token lacks the group ${group}.${remedy}`);
}

/** Two principals share idempotency keys only when they are the same merchant and reach the same things. */
export const scopeOf = ({ merchantId, sessionId = '*', linkId }: Principal): string => [merchantId, sessionId, ...(linkId ? [linkId] : [])].join(':');

/** Answers not_found for other merchants' and other customers' sessions alike, so that ids cannot be probed. */
export function refuseForeignSession(principal: Principal, sessionId: string): void {
  if (principal.sessionId !== undefined && principal.sessionId !== sessionId) {
    throw new ApiError('not_found', 'There is no such session.');
  }
}
