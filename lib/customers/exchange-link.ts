import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { z } from 'zod';
import { ApiError } from '../errors.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { tokenIn } from '../links/link-address.ts';
import { findLink } from '../links/links.ts';
import { refuseForeignOrigin } from '../merchants/browser-origins.ts';
import { issueLinkToken, linkTokenSeconds } from '../merchants/tokens.ts';
import { returnedPayment } from '../payments/return-page.ts';
import { processWide } from '../process.ts';
import { readCheckout } from './checkout.ts';
import type { CheckoutAnswer, exchangeLinkContract } from './contract.ts';

type Asked = { body: z.output<typeof exchangeLinkContract.body>; request: Request };

/**
 * A token that lists and pays the one session of this link, and all that its page shows: one question for a phone in
 * the rain. 404 for a link nobody knows, 403 from a page that is not its shop's, 410 or 409 when it can no longer be
 * paid; whoever comes back from the gateway is told how it ended all the same. Writes nothing: to look is not to open.
 */
export async function exchangeLink({ body, request }: Asked): Promise<z.input<typeof exchangeLinkContract.response>> {
  const link = await findLink(tokenIn(body.paymentLink));
  if (!link) throw new ApiError('not_found', unknownWords(body.language, request));
  await refuseForeignOrigin(link.merchantId, request);
  await refuseManyExchanges(link.id);
  const returned = body.paymentReturn === undefined ? undefined : await returnedPayment(body.paymentReturn, link.sessionId);
  const onlooker = { sessionId: link.sessionId, linkId: link.id, headers: request.headers, language: body.language };
  const checkout = await readCheckout(link.merchantId, onlooker);
  if (!returned) refuseUnpayable(checkout);
  return { token: await issueLinkToken(link), expiresIn: linkTokenSeconds, checkout, ...(returned && { returned }) };
}

const codes = {
  expired: 'link_expired',
  replaced: 'link_replaced',
  cancelled: 'link_cancelled',
  paid: 'session_paid',
  disabled: 'payments_paused',
} as const;

const isUnpayable = (state: string): state is keyof typeof codes => state in codes;

/** What cannot be paid is an error to a page that was about to take a payment, in words that its customer may read; what is on its way is not. */
function refuseUnpayable({ state, words }: z.input<typeof CheckoutAnswer>): void {
  if (isUnpayable(state)) throw new ApiError(codes[state], `${words.heading}. ${words.detail}`);
}

function unknownWords(asked: string | undefined, { headers }: Request): string {
  const { t } = pageLanguage({ asked, accepted: headers.get('accept-language') ?? undefined });
  return `${t('unknown.heading')}. ${t('unknown.detail')}`;
}

/** A page asks once and again every quarter of an hour; many devices may hold one link. */
const mostAMinute = 60;
const exchanges = processWide('link-exchanges', () => new RateLimiterMemory({ points: mostAMinute, duration: 60 }));

/** Each exchange signs a token: whoever holds a link must not keep us busy with it. */
async function refuseManyExchanges(linkId: string): Promise<void> {
  try {
    await exchanges.consume(linkId);
  } catch (error) {
    const { msBeforeNext } = error as RateLimiterRes;
    if (msBeforeNext === undefined) throw error;
    throw new ApiError('rate_limited', 'This link was opened too often within a minute. Try again in a moment.', {
      retryAfterSeconds: Math.ceil(msBeforeNext / 1000),
    });
  }
}
