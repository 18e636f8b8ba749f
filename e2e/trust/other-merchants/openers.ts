import type { RunningServer } from '../../fixtures/server.ts';
import { callAs, leaksIn } from './strangers.ts';
import type { Party } from './victim.ts';

type Given = { server: RunningServer; victim: Party; stranger: Party; authorization: string };

const tokenOf = (address: string): string => address.split('/').at(-1) ?? '';

/** Links, codes and ways back of the victim's where the stranger asks about its own, or exchanges them on its own page. */
export async function tryOpeners({ server, victim, stranger, authorization }: Given): Promise<{ asked: number; wrongs: string[] }> {
  const back = `${victim.ids.paymentId}.${'A'.repeat(22)}`;
  const tries: [string, unknown, Record<string, string>, (answer: Awaited<ReturnType<typeof callAs>>) => boolean][] = [
    // Whose it is may be told, and nothing else; of a short code not even that.
    ['/verify', { code: victim.paymentLink }, {}, ({ body }) => body.verdict === 'OTHER_MERCHANT' && body.link === null],
    ['/verify', { code: tokenOf(victim.paymentLink) }, {}, ({ body }) => body.verdict === 'OTHER_MERCHANT' && body.link === null],
    ['/verify', { code: victim.shortCode }, {}, ({ body }) => body.verdict === 'UNKNOWN' && body.link === null],
    ['/link/exchange', { paymentLink: victim.paymentLink }, { origin: stranger.shop.origin }, ({ status }) => status === 403],
    ['/link/exchange', { paymentLink: stranger.paymentLink, paymentReturn: back }, {}, ({ status, body }) => status === 200 && body.returned === undefined],
  ];
  const wrongs: string[] = [];
  for (const [path, body, headers, isWanted] of tries) {
    const answer = await callAs(server, authorization, 'POST', path, body, headers);
    const what = `POST ${path} ${JSON.stringify(body)}`;
    if (!isWanted(answer)) wrongs.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    wrongs.push(...leaksIn(victim, answer).map((leak) => `${what} gives away ${leak}`));
  }
  return { asked: tries.length, wrongs };
}
