import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { now } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { type ApiUserIdentity, activeApiUser } from './api-users.ts';
import { contractGroups, type Group, type Principal } from './principal.ts';
import { signingKey, verificationKey } from './token-keys.ts';

/**
 * AltaPay's claims (`upn`, `groups`, `authId`) and our own subject, the API user. `sid` binds a customer's token to one
 * session; `lid` to the one link it was given for, whose merchant is the subject then.
 */
const Claims = z.object({
  sub: z.guid(),
  upn: z.string(),
  groups: z.array(z.enum([...contractGroups, 'Management'])),
  sid: z.guid().optional(),
  lid: z.guid().optional(),
});

const issuer = 'AltaPay Issuer';
const merchantTokenSeconds = 3600;
/** Lifetime of a customer’s token in seconds. */
export const customerTokenSeconds = 1800;
/** Lifetime of one that was given for a link, in seconds; its page asks for another in time. */
export const linkTokenSeconds = 900;
const customerGroups: readonly Group[] = ['ExecutePayment', 'ListPaymentMethods'];

/** A merchant's token: RS256, one hour, the contract's three groups, and Management only when asked for. */
export const issueMerchantToken = (user: ApiUserIdentity, withManagement: boolean): Promise<string> =>
  issue({ subject: user.apiUserId, name: user.username }, withManagement ? [...contractGroups, 'Management'] : contractGroups, merchantTokenSeconds, {});

/** A browser-safe token: list and pay, this session only, half an hour. */
export const issueCustomerToken = (user: ApiUserIdentity, sessionId: string): Promise<string> =>
  issue({ subject: user.apiUserId, name: user.username }, customerGroups, customerTokenSeconds, { sid: sessionId });

/** The same for whoever holds a link: every use asks again what the link is worth. */
export const issueLinkToken = (link: { id: string; sessionId: string; merchantId: string }): Promise<string> =>
  issue({ subject: link.merchantId, name: 'customer' }, customerGroups, linkTokenSeconds, { sid: link.sessionId, lid: link.id });

async function issue(holder: { subject: string; name: string }, groups: readonly Group[], seconds: number, more: JWTPayload): Promise<string> {
  const { kid, privateKey } = await signingKey();
  const issuedAt = Math.floor(now().getTime() / 1000);
  return new SignJWT({ upn: holder.name, groups, authId: newId(), ...more })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
    .setIssuer(issuer)
    .setSubject(holder.subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .setJti(newId())
    .sign(privateKey);
}

/**
 * Whose token this is; 401 when it is forged, expired, or its API user or merchant was switched off. A link's token
 * stays one as long as it lives: what the link still allows is asked where it is used.
 */
export async function readToken(token: string): Promise<Principal> {
  const claims = await verified(token);
  if (claims?.lid) return { merchantId: claims.sub, apiUser: undefined, groups: claims.groups, sessionId: claims.sid, linkId: claims.lid };
  const user = claims && (await activeApiUser(claims.sub));
  if (!claims || !user) throw new ApiError('unauthenticated', 'The token is invalid or has expired. Authenticate again.');
  return { merchantId: user.merchantId, apiUser: user, groups: claims.groups, sessionId: claims.sid, linkId: undefined };
}

/** The claims of a token that we signed and that still lives. The key is looked up outside: a database that is away is no 401. */
async function verified(token: string): Promise<z.output<typeof Claims> | undefined> {
  const kid = keyIdOf(token);
  const key = kid ? await verificationKey(kid) : undefined;
  const payload = key && (await payloadOf(token, key));
  return payload && Claims.safeParse(payload).data;
}

function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

async function payloadOf(token: string, key: CryptoKey): Promise<JWTPayload | undefined> {
  try {
    return (await jwtVerify(token, key, { issuer, algorithms: ['RS256'], currentDate: now(), clockTolerance: 5 })).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
