import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A gateway whose own words are what the run tells: names of its ways to pay, what it says of a decline, where it sends customers. */
export type SpeakingGateway = {
  origin: string;
  /** From now on these elements of its answers say this, wherever they stand. */
  say: (words: Readonly<Record<string, string>>) => void;
  close: () => Promise<void>;
};

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Opens it before the sandbox gateway, which it asks for everything. */
export async function openSpeakingGateway(sandboxUrl: string): Promise<SpeakingGateway> {
  let said: Readonly<Record<string, string>> = {};
  // The sandbox keeps its words for the customer to its callbacks; AltaPay tells them in the transaction too.
  const withWords = (xml: string): string => xml.replaceAll('<ReasonCode>', '<CardHolderErrorMessage></CardHolderErrorMessage><ReasonCode>');
  const spoken = (xml: string): string =>
    Object.entries(said).reduce(
      (told, [name, words]) => told.replaceAll(new RegExp(`<${name}(?:/>|>[^<]*</${name}>)`, 'g'), () => `<${name}>${escaped(words)}</${name}>`),
      said.CardHolderErrorMessage === undefined ? xml : withWords(xml),
    );
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(new URL(request.url ?? '/', sandboxUrl), {
      method: request.method ?? 'GET',
      headers: { authorization, ...(type && { 'content-type': type }) },
      ...(body && { body }),
      redirect: 'manual',
    }).catch(() => undefined);
    if (!answer) return void response.destroy();
    // The product sends nobody to http on another host than the one it calls: the sandbox's page is reached through here.
    const xml = spoken((await answer.text()).replaceAll(sandboxUrl, origin));
    const location = answer.headers.get('location');
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml', ...(location && { location }) }).end(xml);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    say: (words) => {
      said = words;
    },
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
