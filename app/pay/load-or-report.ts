import { unstable_rethrow } from 'next/navigation';
import { setPageStatus } from '#lib/http/page-status.ts';
import { log } from '#lib/log.ts';

/**
 * What a page draws, or undefined when loading it failed: that is logged and answered with a 500. Left to
 * itself Next sends an empty document then, which says nothing to a customer without script.
 */
export async function loadOrReport<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    unstable_rethrow(error);
    log().error({ err: error }, 'a payment page could not be loaded');
    setPageStatus(500);
    return undefined;
  }
}
