import { ApiError } from '../errors.ts';
import { clientIp } from '../http/request-context.ts';
import { verifyBasic } from './api-users.ts';
import { contractGroups, type Group, type Need, type Principal, requireGroup } from './principal.ts';
import { readToken } from './tokens.ts';

const allGroups: readonly Group[] = [...contractGroups, 'Management'];

/** The caller of a request, or 401 when nobody is proven, 403 when somebody is but may not. */
export async function authenticated(request: Request, need: Need): Promise<Principal> {
  const header = request.headers.get('authorization') ?? '';
  const [scheme, value] = splitScheme(header);
  if (scheme === 'basic') {
    const user = await verifyBasic(value, clientIp());
    return { merchantId: user.merchantId, apiUser: user, groups: allGroups, sessionId: undefined, linkId: undefined };
  }
  if (scheme === 'bearer' && need !== 'Basic') {
    const principal = await readToken(value);
    requireGroup(principal, need);
    return principal;
  }
  throw new ApiError(
    'unauthenticated',
    need === 'Basic' ? 'Send your API user and password as HTTP Basic.' : 'Send a token from /checkout/v1/api/authenticate as Bearer.',
  );
}

function splitScheme(header: string): [string, string] {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header.trim()) ?? [];
  return [scheme.toLowerCase(), value];
}
