// The example shop on an origin of its own: three files and a content security policy that allows no inline script or style.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const files = { '/': 'index.html', '/pay.js': 'pay.js', '/shop.css': 'shop.css' };
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** What a shop has to allow for the SDK: its script, its calls, and the logos of the ways to pay. */
export const shopPolicy = (payUrl) =>
  [
    "default-src 'none'",
    `script-src 'self' ${payUrl}`,
    "style-src 'self'",
    `connect-src ${payUrl}`,
    `img-src 'self' ${payUrl} data:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Serves the shop, with `payUrl` where its files say https://pay.example. Answers the server, which listens by then. */
export async function serveExampleShop({ payUrl, port = 0, host = '0.0.0.0' }) {
  const server = createServer((request, response) => {
    const file = files[(request.url ?? '/').split(/[?#]/, 1)[0]];
    // Every browser asks for /favicon.ico; this shop has none.
    if (!file) return void response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
    const text = readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll('https://pay.example', payUrl);
    const type = `${types[file.split('.').at(-1)]}; charset=utf-8`;
    response.writeHead(200, { 'content-type': type, 'content-security-policy': shopPolicy(payUrl), 'x-content-type-options': 'nosniff' }).end(text);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}
