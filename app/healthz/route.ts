export const dynamic = 'force-dynamic';

/** The process is alive. */
export const GET = (): Response => new Response('ok\n', { headers: { 'content-type': 'text/plain; charset=utf-8' } });
