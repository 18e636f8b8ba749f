import { env } from '#lib/env.ts';
import { metricsText } from '#lib/metrics.ts';
import { sameText } from '#lib/same-text.ts';

export const dynamic = 'force-dynamic';

/** What this process counts, for Prometheus: with METRICS_TOKEN as its bearer token. Without that setting it is open in test mode and not there in live mode. */
export async function GET(request: Request): Promise<Response> {
  const { METRICS_TOKEN, MODE } = env();
  if (METRICS_TOKEN === undefined && MODE === 'live') return new Response(null, { status: 404 });
  const isAllowed = METRICS_TOKEN === undefined || sameText(request.headers.get('authorization') ?? '', `Bearer ${METRICS_TOKEN}`);
  if (!isAllowed) return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer realm="metrics"' } });
  return new Response(await metricsText(), { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' } });
}
