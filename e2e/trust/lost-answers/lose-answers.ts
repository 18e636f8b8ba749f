import { randomUUID } from 'node:crypto';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { requestsInWork, untilQuiet } from '../at-rest.ts';
import { type Cut, cuts, type Seen, type Sent, sendOverBroken, sendWhole } from './broken-line.ts';
import type { Call, TokenScene } from './calls.ts';
import { added, countRows, wrongsInCounts } from './counts.ts';

/** `inFlight`: how often a repeat was told that the first was still in work. */
export type Lost = { lost: number; inFlight: number; wrongs: string[] };

type One = { seen: Seen; sent: Sent; inFlight: number; wrongs: string[] };
type Scenes = readonly [TokenScene, TokenScene];

/**
 * Makes each of these calls once undisturbed, then once for every place at which the line can break, all side by side;
 * each is repeated with its key. The tables must then hold what that many calls make, and no more.
 */
export async function loseAnswers([scene, other]: Scenes, calls: readonly Call[]): Promise<Lost> {
  await queryAsGuest(scene.server.settings, 'DELETE FROM webhook_endpoint WHERE merchant_id IN ($1, $2)', [scene.merchantId, other.merchantId]);
  const broken = calls.flatMap((call) => cuts.map((cut) => ({ call, cut })));
  const open = (some: readonly { call: Call }[]) => () => Promise.all(some.map(({ call }) => call.make(scene, randomUUID())));
  const once = await counting(scene, open(calls.map((call) => ({ call }))), (sents) => Promise.all(sents.map((sent) => repeatUntilAnswered(scene, sent))));
  const many = await counting(scene, open(broken), (sents) =>
    Promise.all(broken.map(({ call, cut }, index) => loseOne(scene, call, sents[index] as Sent, cut))),
  );
  const first = (call: Call): One | undefined => many.result[broken.findIndex((one) => one.call === call)];
  const wrongs = [
    ...once.result.flatMap(({ seen }, index) => wrongStatus(calls[index], seen, 'undisturbed')),
    ...many.result.flatMap((one) => one.wrongs),
    ...wrongsInCounts(many.added, once.added, cuts.length).map((wrong) => `${calls.map(({ name }) => name).join(', ')}: ${wrong}`),
    ...(await Promise.all(calls.map((call) => wrongsOfOthers([scene, other], call, first(call))))).flat(),
  ];
  return { lost: broken.length, inFlight: many.result.reduce((sum, one) => sum + one.inFlight, 0), wrongs };
}

const wrongStatus = (call: Call | undefined, seen: Seen, when: string): string[] =>
  seen.status === call?.status ? [] : [`${call?.name}: ${when} it was answered ${textOf(seen)}`];

/** What `work` adds to the tables. */
async function counting<T>({ server }: TokenScene, open: () => Promise<Sent[]>, work: (sents: Sent[]) => Promise<T>) {
  const sents = await open();
  await comeToQuiet(server);
  const before = await countRows(server);
  const result = await work(sents);
  await comeToQuiet(server);
  return { result, added: added(before, await countRows(server)) };
}

async function comeToQuiet(server: TokenScene['server']): Promise<void> {
  const left = await untilQuiet(server, requestsInWork);
  if (left.length > 0) throw new Error(`it does not become quiet: ${left.join(', ')}`);
}

const mostTries = 400;
const pauseMs = 25;

/** The same request until it is not told that the first is still in work. */
async function repeatUntilAnswered({ server }: TokenScene, sent: Sent): Promise<{ seen: Seen; inFlight: number }> {
  for (let inFlight = 0; inFlight < mostTries; inFlight += 1) {
    const seen = await sendWhole(server.publicUrl, sent);
    if (!(seen.status === 409 && seen.text.includes('idempotency_in_flight'))) return { seen, inFlight };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`POST ${sent.path} was told ${mostTries} times that the first was still in work`);
}

async function loseOne(scene: TokenScene, call: Call, sent: Sent, cut: Cut): Promise<One> {
  const came = await sendOverBroken(scene.server.publicUrl, sent, cut);
  const { seen, inFlight } = await repeatUntilAnswered(scene, sent);
  const { seen: later } = await repeatUntilAnswered(scene, sent);
  const isSame = came === undefined || ('beginning' in came ? isBeginningOf(came.beginning, seen) : isSameAnswer(came, seen));
  const wrongs = [
    ...(isSame ? [] : [`it was answered ${JSON.stringify(came)}, and repeated ${textOf(seen)}`]),
    ...(isSameAnswer(seen, later) ? [] : [`repeated it was answered ${textOf(seen)}, and once more ${textOf(later)}`]),
  ];
  return {
    seen,
    sent,
    inFlight,
    wrongs: [...wrongStatus(call, seen, `broken off ${cut}, repeated`), ...wrongs.map((wrong) => `${call.name}: broken off ${cut}: ${wrong}`)],
  };
}

const textOf = ({ status, text }: Seen): string => `${status} ${text}`;

/** To the byte. Only an operation without an outcome yet may be told again with one: the same operation. */
function isSameAnswer(first: Seen, again: Seen): boolean {
  if (textOf(first) === textOf(again)) return true;
  const [, operation] = /"operationId":"([0-9a-f-]{36})".*"status":"OUTSTANDING"/.exec(first.text) ?? [];
  return operation !== undefined && again.status === first.status && again.text.includes(operation);
}

/** Whether an answer's first bytes are of this answer: its status, and as much of its body as came. */
function isBeginningOf(bytes: string, { status, text }: Seen): boolean {
  const [head = '', ...rest] = bytes.split('\r\n\r\n');
  const isStatus = new RegExp(`^HTTP/1\\.1 ${status} `).test(head);
  // Of one that only sends elsewhere its address counts; a body that comes in pieces has their sizes before them.
  if (status === 303) return isStatus && head.includes(text);
  const body = rest.join('\r\n\r\n');
  const [, first] = /^[0-9a-f]+\r\n([^\r]*)/.exec(body) ?? [];
  return isStatus && text.startsWith(first ?? body);
}

const hasId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** A key is good for one request of one merchant. */
async function wrongsOfOthers([scene, other]: Scenes, call: Call, first: One | undefined): Promise<string[]> {
  if (!first) return [];
  const key = first.sent.headers['idempotency-key'] ?? new URLSearchParams(first.sent.body).get('intent') ?? '';
  const theirs = await repeatUntilAnswered(other, await call.make(other, key));
  const isTheirs = theirs.seen.status === call.status && (theirs.seen.text !== first.seen.text || !hasId.test(first.seen.text));
  const refused = call.changed && (await sendWhole(scene.server.publicUrl, call.changed(first.sent)));
  const isRefused = !refused || (refused.status === 422 && refused.text.includes('idempotency_key_reused'));
  const { seen: after } = await repeatUntilAnswered(scene, first.sent);
  const wrongs = [
    ...(isTheirs ? [] : [`another merchant with the same key was answered ${textOf(theirs.seen)}`]),
    ...(isRefused ? [] : [`the same key with another body was answered ${textOf(refused)}`]),
    ...(textOf(after) === textOf(first.seen) ? [] : [`after others had used its key it was answered ${textOf(after)}`]),
  ];
  return wrongs.map((wrong) => `${call.name}: ${wrong}`);
}
