import { isReady } from '#lib/server/readiness.ts';

export const dynamic = 'force-dynamic';

/** The process can work: its database answers. */
export async function GET(): Promise<Response> {
  const ready = await isReady();
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...(!ready && { 'retry-after': '2' }) };
  return new Response(ready ? 'ready\n' : 'not ready\n', { status: ready ? 200 : 503, headers });
}
