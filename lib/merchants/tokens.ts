import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { now } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { type ApiUserIdentity, activeApiUser } from './api-users.ts';
import { contractGroups, type Group, type Principal } from './principal.ts';
import { signingKey, verificationKey } from './token-keys.ts';

/** AltaPay's claims (`upn`, `groups`, `authId`) and our own subject; `sid` binds a customer's token to one session. */
const Claims = z.object({
  sub: z.guid(),
  upn: z.string(),
  groups: z.array(z.enum([...contractGroups, 'Management'])),
  sid: z.guid().optional(),
});

const issuer = 'AltaPay Issuer';
const merchantTokenSeconds = 3600;
/** Lifetime of a customer’s token in seconds. */
export const customerTokenSeconds = 1800;
const customerGroups: readonly Group[] = ['ExecutePayment', 'ListPaymentMethods'];

/** A merchant's token: RS256, one hour, the contract's three groups, and Management only when asked for. */
export const issueMerchantToken = (user: ApiUserIdentity, withManagement: boolean): Promise<string> =>
  issue(user, withManagement ? [...contractGroups, 'Management'] : contractGroups, merchantTokenSeconds, {});

/** A browser-safe token: list and pay, this session only, half an hour. */
export const issueCustomerToken = (user: ApiUserIdentity, sessionId: string): Promise<string> =>
  issue(user, customerGroups, customerTokenSeconds, { sid: sessionId });

async function issue(user: ApiUserIdentity, groups: readonly Group[], seconds: number, more: JWTPayload): Promise<string> {
  const { kid, privateKey } = await signingKey();
  const issuedAt = Math.floor(now().getTime() / 1000);
  return new SignJWT({ upn: user.username, groups, authId: newId(), ...more })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
    .setIssuer(issuer)
    .setSubject(user.apiUserId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .setJti(newId())
    .sign(privateKey);
}

/** Whose token this is; 401 when it is forged, expired, or its API user or merchant was switched off. */
export async function readToken(token: string): Promise<Principal> {
  const claims = await verified(token);
  const user = claims && (await activeApiUser(claims.sub));
  if (!claims || !user) throw new ApiError('unauthenticated', 'The token is invalid or has expired. Authenticate again.');
  return { ...user, groups: claims.groups, sessionId: claims.sid };
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
