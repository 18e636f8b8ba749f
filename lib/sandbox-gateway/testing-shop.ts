import { createServer } from 'node:http';
import { invariant } from '../errors.ts';

type Heard = { path: string; fields: Record<string, string>; cookie: string | undefined };
type Reply = { status?: number; location?: string; body?: string };

/** A shop for tests: a real HTTP server that writes down every callback and answers as told. */
export async function openTestShop() {
  const heard: Heard[] = [];
  const replies = new Map<string, Reply | ((fields: Record<string, string>) => Promise<Reply>)>();
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return void response.end('the shop');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '';
    const fields = Object.fromEntries(new URLSearchParams(body));
    heard.push({ path, fields, cookie: request.headers.cookie });
    const reply = replies.get(path) ?? (path === '/verify-order' ? { body: 'OKAY' } : { status: 303, location: `/after${path}` });
    const { status = 200, location, body: text = '' } = typeof reply === 'function' ? await reply(fields) : reply;
    response.writeHead(status, location ? { location } : {}).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  invariant(address && typeof address === 'object', 'a listening server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    heard,
    replies,
    /** What was heard at a path about an order. */
    about: (shopOrderId: string, path?: string) =>
      heard.filter((each) => each.fields.shop_orderid === shopOrderId && (path === undefined || each.path === path)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
