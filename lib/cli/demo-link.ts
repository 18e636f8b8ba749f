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

/** The demo's links: to our own payment page, and to the example shop's. */
export type DemoLinks = { page: string; shop: string };

/** Makes a link the way a shop would: over the REST interface, with the demo's credentials. `url` is a payment page of the shop's own. */
export async function makeDemoLink({ localUrl }: DemoAddresses, url?: string): Promise<string> {
  const { username, password } = credentials;
  const { token } = await post<{ token: string }>(localUrl, 'authenticate', `Basic ${btoa(`${username}:${password}`)}`);
  const order = demoOrder(`demo-${Date.now().toString(36)}`);
  const { sessionId } = await post<{ sessionId: string }>(localUrl, 'session', `Bearer ${token}`, { order });
  const { paymentLink } = await post<{ paymentLink: string }>(localUrl, `session/${sessionId}/link`, `Bearer ${token}`, { url });
  return paymentLink;
}

async function post<T>(localUrl: string, path: string, authorization: string, body?: object): Promise<T> {
  const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(`${localUrl}/checkout/v1/api/${path}`, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST /checkout/v1/api/${path} answered ${answer.status}: ${text}`);
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

  API credentials      ${credentials.username} / ${credentials.password} (HTTP Basic, or POST ${api}/authenticate for a token)
  Callback secret      ${credentials.callbackSecret}
  Sandbox gateway      ${sandboxUrl}/sandbox (its payments, and what is to go wrong)
                       sign in as ${gateway.username} / ${gateway.password}

  Test cards (any name, any CVC, any future expiry date)
${cards.join('\n')}

  Make a link of your own:

S=$(curl -s -u ${user} -H 'Content-Type: application/json' -d '${json}' ${api}/session | sed 's/.*"sessionId":"\\([^"]*\\).*/\\1/')
curl -s -u ${user} -X POST ${api}/session/$S/link | sed 's/"qrCode":"[^"]*"/"qrCode":"…"/'

  Ctrl-C stops the demo.
`;
}
