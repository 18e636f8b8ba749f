import type { IncomingMessage, ServerResponse } from 'node:http';
import { explain } from '../http/problem.ts';
import { payPageStatus, returnPageStatus } from '../payments/page-status.ts';
import type { Question } from '../payments/page-watch.ts';
import type { PageStatus } from '../payments/pay-page-contract.ts';

type Ask = (name: string, question: Question) => Promise<PageStatus | undefined>;

/**
 * The questions of pages that keep themselves true, answered before Next: a thousand open pages ask forty times a
 * second, and Next would spend more on each than everything else together (e2e/bench/waiting-pages.ts).
 */
export const statusAddresses: Readonly<Record<string, Ask>> = {
  '/pay/[token]/status': payPageStatus,
  '/pay/return/[key]/status': returnPageStatus,
};

const questions = Object.entries(statusAddresses).map(([address, ask]) => ({ pattern: new RegExp(`^${address.replace(/\[\w+\]/, '([^/]+)')}$`), ask }));

/**
 * What a page that asks is told, perhaps after a while; undefined when this is no such question. It says nothing
 * more than the page would; 404 for a name that opens none.
 */
export function statusAnswer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Response> | undefined {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  for (const { pattern, ask } of questions) {
    const name = pattern.exec(path)?.[1];
    if (name === undefined) continue;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    // Who reads no body waits for nothing.
    const seen = request.method === 'HEAD' ? null : new URLSearchParams(query).get('seen');
    return tell(() => ask(decodeURIComponent(name), { seen, signal: gone.signal }), requestId);
  }
  return undefined;
}

async function tell(ask: () => Promise<PageStatus | undefined>, requestId: string): Promise<Response> {
  try {
    const status = await ask();
    return Response.json(status ?? { state: 'unknown' }, { status: status ? 200 : 404 });
  } catch (error) {
    return explain(error, requestId);
  }
}
