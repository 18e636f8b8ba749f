import { type Answer, caller } from '../../fixtures/api.ts';
import type { RunningServer } from '../../fixtures/server.ts';
import { type Attack, aboutNobody, nobody } from './matrix.ts';
import type { Ids, Party } from './victim.ts';

/** An answer, or why it was none that the API's description has. */
export async function callAs(
  server: RunningServer,
  authorization: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  try {
    return await caller(server, authorization)(method, path, body, headers);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { status: 0, headers: new Headers(), text, body: {} };
  }
}

/** Which words and ids of the victim's stand in an answer; `asked`: a request that a page may repeat. */
export function leaksIn(victim: Party, { text, headers }: Pick<Answer, 'text' | 'headers'>, asked = ''): string[] {
  const told = `${text}\n${JSON.stringify([...headers])}`;
  const secrets = [
    victim.merchantId,
    ...Object.values(victim.ids),
    victim.paymentLink.split(/[/=]/).at(-1) ?? '',
    victim.keyed.sessionId,
    victim.shortCode,
    victim.supportCode,
  ];
  const unasked = [victim.mark, ...secrets].filter((secret) => secret !== '' && !asked.includes(secret));
  return unasked.filter((secret) => told.includes(secret));
}

/** What these credentials open at all (lib/merchants/access.ts), by the token's own claims; everything when it is a password. */
function groupsOf(authorization: string): readonly string[] | 'all' {
  if (authorization.startsWith('Basic ')) return 'all';
  const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8')) as { groups: string[] };
  return claims.groups;
}

/** Where an id only says which of the session's things is meant, another merchant's is none of them. */
const meantOfSession: Readonly<Record<string, number>> = { 'startPayment paymentMethodId': 422 };

/** The answers there may be: not theirs to call, or nothing there. */
function expectedStatuses({ operation: { id, contract }, names }: Attack, authorization: string): number[] {
  if (authorization === '') return [401];
  const groups = groupsOf(authorization);
  if (groups !== 'all' && !groups.includes(contract.needs)) return [403];
  const other = meantOfSession[`${id} ${names.join()}`];
  return other === undefined ? [404] : [404, other];
}

export type Given = { server: RunningServer; victim: Party; own: Ids; credentials: Readonly<Record<string, string>> };

/** Sends one request with the victim's ids under these credentials; what was wrong with the answer, and with that about nobody's. */
export async function attackAs({ server, victim, own, credentials }: Given, attack: Attack, who: string): Promise<string[]> {
  const { operation, path, body, what } = attack;
  const authorization = credentials[who] ?? '';
  const answer = await callAs(server, authorization, operation.method, path, body);
  const wanted = expectedStatuses(attack, authorization);
  const told = `${what}, with ${who}: ${answer.status} ${answer.text.slice(0, 160)}`;
  const wrongs = leaksIn(victim, answer).map((leak) => `${told} gives away ${leak}`);
  if (!wanted.includes(answer.status)) return [...wrongs, `${told}, not ${wanted.join(' or ')}`];
  const other = aboutNobody(attack, own);
  const unknown = await callAs(server, authorization, operation.method, other.path, other.body);
  if (shapeOf(unknown) === shapeOf(answer)) return wrongs;
  return [...wrongs, `${told} is told apart from an id that is nobody’s: ${unknown.status} ${unknown.text.slice(0, 160)}`];
}

const shapeOf = ({ status, body }: Answer): string => JSON.stringify([status, { ...body, requestId: nobody }]);
