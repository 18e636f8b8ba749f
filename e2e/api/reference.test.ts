import { request } from 'node:http';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type RunningServer, startServer } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test('the description is served whole, compressed, and kept until it changes', async ({ server }) => {
  for (const path of ['/openapi.json', '/postman.json', '/llms.txt']) {
    const answer = await fetch(`${server.publicUrl}${path}`, { headers: { 'accept-encoding': 'br' } });
    expect([path, answer.status, answer.headers.get('content-encoding')]).toEqual([path, 200, 'br']);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=600');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await answer.text()).toContain(server.publicUrl);
    const known = await fetch(`${server.publicUrl}${path}`, { headers: { 'if-none-match': answer.headers.get('etag') ?? '', 'accept-encoding': 'br' } });
    expect([path, known.status, await known.text()]).toEqual([path, 304, '']);
  }
});

test('what is served is valid OpenAPI 3.1 and names this service', async ({ server }) => {
  const document = (await (await fetch(`${server.publicUrl}/openapi.json`)).json()) as { servers: { url: string }[] };
  expect(document.servers).toEqual([expect.objectContaining({ url: server.publicUrl })]);
  expect(await new Validator().validate(document)).toMatchObject({ valid: true });
});

test('the reference leaves without Next’s runtime, under a policy that allows nothing unsafe', async ({ server }) => {
  const answer = await fetch(`${server.publicUrl}/docs`);
  const html = await answer.text();
  expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe-/);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html.includes('data-try=')).toBe(true);
});

/** A page as its public host names it, which is another than the address it is reached at. */
function pageOf(server: RunningServer, host: string, path: string): Promise<{ status: number; html: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.publicUrl}${path}`, { headers: { host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, html: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject).end();
  });
}

test('in live mode the reference is there, and nothing in it sends requests', async () => {
  test.setTimeout(90_000);
  const settings = {
    MODE: 'live',
    DEMO: '0',
    PUBLIC_URL: 'https://pay.example',
    GATEWAY_URL: 'https://gateway.example',
    SANDBOX_URL: '',
    SANDBOX_PORT: '',
    CALLBACK_TARGETS: '',
  };
  const live = await startServer({ database: 'postgres', settings });
  try {
    const { status, html } = await pageOf(live, 'pay.example', '/docs');
    expect(status).toBe(200);
    const has = ['https://pay.example/checkout/v1/api/session', 'data-try=', 'data-credentials-form=', 'Test mode'].map((text) => html.includes(text));
    expect(has).toEqual([true, false, false, false]);
  } finally {
    await live.stop();
  }
});
