import type { Answer } from '../../fixtures/api.ts';
import { sendRaw } from '../../fixtures/raw-http.ts';
import type { Chance } from '../rounds.ts';
import { places } from './address-places.ts';
import type { Scene } from './scene.ts';
import { isKnown, type Known } from './sightings.ts';

/** What came of the vectors: how often each was given somewhere, how often it was taken, and what was wrong. */
export type Redirects = { given: number; taken: number; pages: number; wrongs: string[] };

/** Gives each vector at each place. What is taken has to be an address of the shop's own, to every reader of it. */
export async function giveAddresses(scene: Scene, vectors: readonly string[], own: Known, told: Redirects): Promise<void> {
  const { sessionId, id: linkId } = await scene.shop.link();
  for (const { name, isCalled, send, kept } of places(scene, { sessionId, linkId })) {
    for (const vector of vectors) {
      const { status, body } = await send(vector);
      told.given += 1;
      if (status >= 500) told.wrongs.push(`${name} ${JSON.stringify(vector)} was answered with ${status}`);
      if (status >= 300) continue;
      told.taken += 1;
      const address = kept(body);
      const isSafe = address === undefined || (isCalled ? isPlain(String(address)) : isKnown(String(address), own));
      if (!isSafe) told.wrongs.push(`${name} was taken as ${JSON.stringify(vector)}, and leads to ${String(address)}`);
    }
  }
}

/** An address on the web that every reader reads alike. */
function isPlain(address: string): boolean {
  if (!URL.canParse(address) || /[\s\\\p{Cc}]/u.test(address)) return false;
  const { protocol, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** The addresses that a merchant tells of itself lead where it says, to whoever reads them. */
export async function giveBrandAddresses({ shop }: Scene, vectors: readonly string[], told: Redirects): Promise<void> {
  for (const name of ['website', 'termsUrl', 'privacyUrl']) {
    for (const vector of vectors) {
      const { status, body } = await shop.api('PATCH', '/merchant', { [name]: vector });
      told.given += 1;
      if (status >= 300) continue;
      told.taken += 1;
      const address = String(body[name]);
      if (!isPlain(address) || !address.startsWith('https:')) told.wrongs.push(`${name} was taken as ${JSON.stringify(address)}`);
    }
    await shop.api('PATCH', '/merchant', { [name]: null });
  }
}

/** Names of parameters: ours, and those that redirect elsewhere. */
const parameters = [
  'language',
  'lang',
  'from',
  'screen',
  'follow',
  'notice',
  'seen',
  'next',
  'return',
  'returnUrl',
  'return_to',
  'url',
  'redirect',
  'continue',
  'dest',
  'callbackUrl',
  'paymentReturn',
  'goto',
];

/** Where a page leads by itself or when somebody presses, by its text. */
function leadsOf(html: string, address: string): string[] {
  const found = [...html.matchAll(/\s(?:href|action|formaction|src|content)="([^"]*)"/gi)].map(([, value = '']) => unescaped(value));
  const leads = found.flatMap((value) => (/^\d+;\s*url=/i.test(value) ? [value.replace(/^\d+;\s*url=/i, '')] : [value]));
  // What is no address at all ("width=device-width") resolves to one of ours.
  return leads.map((lead) => (URL.canParse(lead, address) ? new URL(lead, address).href : lead));
}

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Asks pages with a vector in every parameter, header and form field that there is; nothing of the answer leads away. */
export async function askPages(
  scene: Scene,
  pages: readonly string[],
  vectors: readonly string[],
  known: Known,
  chance: Chance,
  told: Redirects,
): Promise<void> {
  const { publicUrl } = scene.server;
  const payPath = new URL(pages[0] ?? publicUrl).pathname;
  for (const vector of vectors) {
    for (const page of pages) {
      const query = new URLSearchParams(parameters.map((name) => [name, vector]));
      const [one = ''] = chance.shuffled(parameters);
      for (const address of [`${page}?${query}`, `${page}?${new URLSearchParams({ [one]: vector })}`]) {
        const referer = /^[\x21-\x7e]+$/.test(vector) ? vector : 'http://stranger.example/';
        const answer = await fetch(address, {
          redirect: 'manual',
          headers: { referer, origin: 'http://stranger.example', 'x-forwarded-host': 'stranger.example', forwarded: 'host=stranger.example' },
        });
        judgeAnswer(address, { status: answer.status, headers: answer.headers, text: await answer.text() }, known, told);
      }
    }
    for (const path of ['/verify', '/p', `${payPath}/payments`, `${payPath}/extend`]) {
      const body = new URLSearchParams(
        ['code', 'orderNumber', 'method', 'intent', 'revision', 'language', 'from', 'extensions', 'next', 'return', 'url'].map((name) => [name, vector]),
      );
      const headers = { origin: publicUrl, 'x-forwarded-for': `10.${chance.whole(0, 255)}.${chance.whole(0, 255)}.${chance.whole(0, 255)}` };
      const answer = await fetch(`${publicUrl}${path}`, { method: 'POST', body, redirect: 'manual', headers });
      judgeAnswer(`${publicUrl}${path}`, { status: answer.status, headers: answer.headers, text: await answer.text() }, known, told);
    }
  }
}

function judgeAnswer(address: string, { status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>, known: Known, told: Redirects): void {
  told.pages += 1;
  const said = ['location', 'refresh', 'content-location', 'link']
    .flatMap((name) => headers.get(name) ?? [])
    .map((value) => value.replace(/^\d+;\s*url=|^<|>.*$/gi, ''));
  const html = headers.get('content-type')?.startsWith('text/html') ? text : '';
  const leads = [...said.map((value) => (URL.canParse(value, address) ? new URL(value, address).href : value)), ...leadsOf(html, address)];
  for (const lead of leads) if (!isKnown(lead, known)) told.wrongs.push(`${decodeURIComponent(address).slice(0, 200)} (${status}) leads to ${lead}`);
}

/** A host that is not ours is not served, however it is named. */
export async function askWithHosts({ server }: Scene, token: string, told: Redirects): Promise<void> {
  const { host } = new URL(server.publicUrl);
  for (const name of [
    'stranger.example',
    `stranger.example:${host.split(':')[1]}`,
    `${host}.stranger.example`,
    `${host}@stranger.example`,
    `stranger.example#${host}`,
    `${host}/`,
  ]) {
    for (const path of [`/pay/${token}`, '/verify', '/', '/checkout/v1/api/session']) {
      const answer = await sendRaw(server.publicUrl, `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
      told.pages += 1;
      if (answer.status < 400 || answer.text.includes('stranger'))
        told.wrongs.push(`Host: ${name} at ${path} was answered with ${answer.status}: ${answer.text.slice(0, 100)}`);
    }
  }
}
