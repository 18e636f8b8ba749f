import { now } from '../clock.ts';
import { invariant } from '../errors.ts';
import { linkState } from '../links/link-state.ts';
import type { Principal } from '../merchants/principal.ts';
import { currencyOf, majorNumber } from '../money.ts';
import type { VerifyAnswer } from './contract.ts';
import { type JudgedLink, judgeCodes } from './judge-code.ts';

/**
 * Whose a code is, and of the merchant's own links what they are for. Of other merchants' links no more than that they are
 * ours, and of their short codes not even that: nobody limits how many are tried here, and short codes can be guessed.
 */
export async function verifyCode(principal: Principal, code: string): Promise<VerifyAnswer> {
  const [judged] = await judgeCodes([code]);
  invariant(judged, 'one code has one verdict');
  const own = 'link' in judged && judged.link.merchantId === principal.merchantId ? ownLink(judged.link) : null;
  switch (judged.verdict) {
    case 'ours':
      return { verdict: own ? 'OWN' : judged.isShortCode ? 'UNKNOWN' : 'OTHER_MERCHANT', host: null, link: own };
    case 'elsewhere':
      return { verdict: 'WRONG_ADDRESS', host: judged.host, link: own };
    case 'foreign':
      return { verdict: 'NOT_OURS', host: judged.host, link: null };
    case 'nowhere':
      return { verdict: 'NOT_OURS', host: null, link: null };
    case 'unknown':
      return { verdict: 'UNKNOWN', host: null, link: null };
  }
}

function ownLink({ session, ...link }: JudgedLink): VerifyAnswer['link'] {
  const currency = currencyOf(session.currency ?? '');
  invariant(currency && session.orderId !== null && session.amountMinor !== null, 'a session with a link has an order');
  return {
    linkId: link.id,
    sessionId: session.id,
    status: link.paidAt ? 'PAID' : (linkState(link, now()).toUpperCase() as Uppercase<ReturnType<typeof linkState>>),
    orderId: session.orderId,
    amount: { value: majorNumber({ minor: session.amountMinor, currency }), currency },
  };
}
