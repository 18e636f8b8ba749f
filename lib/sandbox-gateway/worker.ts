import { env } from '../env.ts';
import { sendDueNotifications } from './notifications.ts';
import { abandonBrokenPayments } from './pay.ts';
import { type Send, sendOverHttp } from './send.ts';

/**
 * The sandbox's background work, for a worker to call every second or so: ends submits that were broken off
 * and sends the notifications that are due. Answers how many notifications it tried. Nothing in live mode.
 */
export async function deliverSandboxNotifications(send: Send = sendOverHttp): Promise<number> {
  if (env().MODE !== 'test') return 0;
  await abandonBrokenPayments();
  return sendDueNotifications(send);
}
