import { ApiError } from '../errors.ts';
import { newSecret } from '../ids.ts';
import { inBackground } from '../jobs/background.ts';
import { joinScreen } from '../links/join-screen.ts';
import { findLink, openByPerson } from '../links/links.ts';
import { readScreenName, screenText } from '../links/screen-name.ts';
import { isMacText } from '../secrets.ts';
import { payPageOf } from './pay-page.ts';
import type { PageNotice } from './pay-page-contract.ts';
import { isFailure } from './payment-status.ts';
import { startError, startPayment } from './start-payment.ts';

type PressedForm = { method: string; intent: string; revision: number; from?: string | undefined };

/** The press of the pay button: where to send the browser next, as a path on our own origin. */
export async function payFromPage(token: string, form: PressedForm, language?: string): Promise<string> {
  const link = await findLink(token);
  const path = `/pay/${encodeURIComponent(token)}`;
  if (!link || (await payPageOf(link)).state !== 'open') return path;
  const from = readScreenName(form.from);
  // Without script nothing else has told that this screen took over. Whatever becomes of that, the press is a press.
  if (from) inBackground('join a screen', () => joinScreen(link, from));
  const page = from ? `${path}?from=${screenText(from)}` : path;
  if (form.method === '') return withNotice(page, 'choose_method');
  try {
    // The method is part of the press: after Back, another choice on the same page is another payment.
    const intent = `page:${form.intent || newSecret(16)}:${form.method}`;
    const payment = await startPayment({ session: link.session, link, methodId: form.method, intent, revision: form.revision, actor: 'customer', language });
    const failure = startError(payment);
    if (failure) throw failure;
    return isFailure(payment.status) ? page : `${path}/leave/${payment.id}`;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const notice = noticeOf(error);
    return notice ? withNotice(page, notice) : page;
  }
}

const withNotice = (page: string, notice: PageNotice): string => `${page}${page.includes('?') ? '&' : '?'}notice=${notice}`;

/** Errors the customer can do something about; the rest the page's own state already tells. */
function noticeOf(error: ApiError): PageNotice | undefined {
  if (error.code === 'order_changed' || error.code === 'payment_in_progress' || error.code === 'gateway_unreachable') return error.code;
  return error.code === 'invalid_field' || error.code === 'gateway_refused' ? 'method_unavailable' : undefined;
}

/** A person opened the page: only a page we rendered knows the nonce. */
export async function openFromPage(token: string, nonce: string): Promise<void> {
  const link = await findLink(token);
  if (link && isMacText('page-nonce', link.id, nonce)) await openByPerson(link);
}

/** This screen took over from the one of that name: only a page we rendered knows the nonce. */
export async function joinFromPage(token: string, { nonce, from }: { nonce: string; from: string }): Promise<void> {
  const [link, name] = [await findLink(token), readScreenName(from)];
  if (link && name && isMacText('page-nonce', link.id, nonce)) await joinScreen(link, name);
}
