import { unstable_rethrow } from 'next/navigation';
import { setPageHeaders, setPageStatus } from '#lib/http/page-status.ts';
import { explain } from '#lib/http/problem.ts';
import { requestContext } from '#lib/http/request-context.ts';

/**
 * What a page draws, or undefined when loading it failed: that is logged and answered with its status, 503 when
 * another try may help. Left to itself Next sends an empty document, which says nothing without script.
 */
export async function loadOrReport<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    unstable_rethrow(error);
    const { status, headers } = explain(error, requestContext().requestId);
    const retryAfter = headers.get('retry-after');
    setPageStatus(status);
    if (retryAfter) setPageHeaders({ 'retry-after': retryAfter });
    return undefined;
  }
}
