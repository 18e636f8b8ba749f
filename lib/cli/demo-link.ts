import { qrForTerminal } from '../qr/terminal.ts';
import { testCards } from '../sandbox-gateway/cards.ts';

/** What a demo needs to know of the service it started: its addresses and published secrets. */
export type DemoAddresses = { localUrl: string; publicUrl: string; sandboxUrl: string };

const credentials = { username: 'demo', password: 'demo', callbackSecret: 'demo-callback-secret-0123456789a' };
const gateway = { username: 'sandbox', password: 'sandbox' };

const demoOrder = (orderId: string) => ({
  orderId,
  amount: { value: 512.5, currency: 'DKK' },
  orderLines: [
    { itemId: 'mug', description: 'Stoneware mug', quantity: 2, unitPrice: 149 },
    { itemId: 'beans', description: 'Coffee beans, 500 g', quantity: 1, unitPrice: 165.5 },
    { itemId: 'delivery', description: 'Delivery', quantity: 1, unitPrice: 49, goodsType: 'shipment' },
  ],
});

/** The demo's links: to our own payment page, to the example shop's, and some that have come further. */
export type DemoLinks = { page: string; pageId: string; shop: string; further: { state: string; link: string }[] };

type Made = { session: { sessionId: string }; link: { id: string; paymentLink: string } };

/** Makes links the way a shop would: over the REST interface, with the demo's credentials. `shopUrl` is a payment page of the shop's own. */
export async function makeDemoLinks({ localUrl }: DemoAddresses, shopUrl: string): Promise<DemoLinks> {
  const name = `demo-${Date.now().toString(36)}`;
  const make = (suffix: string, link: object = {}) => post<Made>(localUrl, 'link', { order: demoOrder(`${name}${suffix}`), link });
  const page = await make('');
  // Its poster then carries the code that is typed.
  await post(localUrl, `link/${page.link.id}/short-code`);
  const shop = await make('-shop', { url: shopUrl });
  const paid = await make('-paid');
  await pay(localUrl, paid.session.sessionId);
  const cancelled = await make('-cancelled');
  await post(localUrl, `link/${cancelled.link.id}/cancel`);
  const replaced = await make('-replaced');
  await post(localUrl, `link/${replaced.link.id}/reissue`, {});
  const brief = await make('-brief', { validityTime: 1 });
  return {
    page: page.link.paymentLink,
    pageId: page.link.id,
    shop: shop.link.paymentLink,
    further: [
      { state: 'paid', link: paid.link.paymentLink },
      { state: 'cancelled', link: cancelled.link.paymentLink },
      { state: 'replaced', link: replaced.link.paymentLink },
      { state: 'expires in a minute', link: brief.link.paymentLink },
    ],
  };
}

/** Pays a session with a test card at the sandbox gateway, as its customer's browser would. */
async function pay(localUrl: string, sessionId: string): Promise<void> {
  const { methods } = await call<{ methods: { id: string; type: string }[] }>(localUrl, 'GET', `session/${sessionId}/payment-methods`);
  const card = methods.find(({ type }) => type === 'CARD');
  const { url } = await post<{ url: string }>(localUrl, 'payment', { sessionId, paymentMethodId: card?.id });
  const page = new URL(url);
  const form = { pid: page.searchParams.get('pid') ?? '', cc_number: testCards[0]?.number ?? '', cc_name: 'Demo', cc_exp: '12/30', cc_csc: '123' };
  const answer = await fetch(`${page.origin}/sandbox/eCommerce/API/pay`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  if (answer.status !== 303) throw new Error(`The sandbox gateway answered ${answer.status}: ${await answer.text()}`);
}

const post = <T>(localUrl: string, path: string, body?: object): Promise<T> => call<T>(localUrl, 'POST', path, body);

async function call<T>(localUrl: string, method: string, path: string, body?: object): Promise<T> {
  const authorization = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`;
  const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(`${localUrl}/checkout/v1/api/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /checkout/v1/api/${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** What the demo prints once it runs. */
export function demoPage({ localUrl, publicUrl, sandboxUrl }: DemoAddresses, links: DemoLinks): string {
  const api = `${localUrl}/checkout/v1/api`;
  const user = `${credentials.username}:${credentials.password}`;
  const json = JSON.stringify({ order: { ...demoOrder('my-order-1'), amount: { value: 49, currency: 'DKK' }, orderLines: [demoOrder('').orderLines[2]] } });
  const cards = testCards.map(({ number, scheme, description }) => `    ${number.replace(/(.{4})(?!$)/g, '$1 ')}  ${scheme.padEnd(10)}  ${description}`);
  return `
${qrForTerminal(links.page)}

  Pay on your phone    ${links.page}
  or on this computer  ${links.page.replace(publicUrl, localUrl)}
  or on a shop's page  ${links.shop}
                       (the JS SDK on another origin; its files are in e2e/example-shop)

  Links that came further
${links.further.map(({ state, link }) => `    ${state.padEnd(20)} ${link}`).join('\n')}
    every other page     ${publicUrl}/pay/state

  On paper: its poster, whose code is typed at ${publicUrl}/p; a table tent with ?format=A6
    curl -s -u ${user} ${api}/link/${links.pageId}/poster.pdf -o poster.pdf
  Is a sticker ours?       ${publicUrl}/verify
  All links, with how far each came
    curl -s -u ${user} ${api}/link
  Every call of the API    ${publicUrl}/docs (try them there)
  Another colour, and how the pages then look
    curl -s -u ${user} -X PATCH -H 'Content-Type: application/json' -d '{"colour":"#c2185b"}' ${api}/merchant

  API credentials      ${credentials.username} / ${credentials.password} (HTTP Basic, or POST ${api}/authenticate for a token)
  Callback secret      ${credentials.callbackSecret}
  Sandbox gateway      ${sandboxUrl}/sandbox (its payments, and what is to go wrong)
                       sign in as ${gateway.username} / ${gateway.password}

  Test cards (any name, any CVC, any future expiry date)
${cards.join('\n')}

  Make a link of your own:

curl -s -u ${user} -H 'Content-Type: application/json' -d '${json}' ${api}/link | sed 's/"qrCode":"[^"]*"/"qrCode":"…"/'

  Ctrl-C stops the demo.
`;
}
