import type { IAltaPay, InitFromQROptions } from './altapay.d.ts';
import type { Exchange } from './checkout.ts';
import { failure, toFailure } from './errors.ts';
import { callShop } from './function-callbacks.ts';
import { rememberTold, takeFromAddress, tokenOf } from './link-address.ts';
import { openSession } from './session.ts';
import { type Access, openWire } from './wire.ts';

/** Exchanges a link for its session. Nothing else is begun. The link's token stays here and, for a reload, in the history's state. */
export async function initFromQR(base: string, language: string, options: InitFromQROptions): Promise<IAltaPay> {
  try {
    // Before anything is waited for: whoever looks at the address later, looks in vain.
    const brought = takeFromAddress();
    const paymentLink = options.paymentLink === undefined ? brought.link : tokenOf(options.paymentLink);
    const paymentReturn = brought.back;
    if (!paymentLink) throw failure('no_link');
    const ask = openWire(base, {});
    const exchange = () => ask<Exchange>('link/exchange', { body: { paymentLink, paymentReturn, language }, invalid: 'unknown' });
    const link = await exchange();
    // How a try ended is told once, also to whoever loads the page again.
    if (brought.isTold) delete link.returned;
    else if (link.returned && link.returned.outcome !== 'checking') rememberTold(brought);
    const access: Access = {
      token: link.token,
      async renew() {
        access.token = (await exchange()).token;
      },
    };
    return openSession({ base, access, sessionId: link.checkout.sessionId, options, language, link });
  } catch (error) {
    const failed = toFailure(error);
    // A customer who has paid and looks again has not failed.
    if (failed.code !== 'paid') callShop(options.failure, undefined, failed, undefined);
    throw failed;
  }
}
