import { FailurePage } from '#components/failure-page.tsx';
import { PayView } from '#components/pay/pay-view.tsx';
import { setPageStatus } from '#lib/http/page-status.ts';
import { en } from '#lib/i18n/messages/en.ts';
import { loadPayPage } from '#lib/payments/pay-page.ts';
import type { PageNotice, PayPage } from '#lib/payments/pay-page-contract.ts';
import { loadOrReport } from '../load-or-report.ts';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ notice?: string | string[] }> };

/** What each state answers to a machine; a person reads the page. */
const statuses: Partial<Record<PayPage['state'], number>> = {
  unknown: 404,
  expired: 410,
  replaced: 410,
  cancelled: 410,
  disabled: 503,
};

const isNotice = (value: unknown): value is PageNotice => typeof value === 'string' && Object.hasOwn(en.notices, value);

/** The payment page behind a link. Looking at it changes nothing. */
export default async function Page({ params, searchParams }: Props) {
  const [{ token }, { notice }] = await Promise.all([params, searchParams]);
  const page = await loadOrReport(() => loadPayPage(token));
  if (!page) return <FailurePage />;
  const status = statuses[page.state];
  if (status) setPageStatus(status);
  return <PayView page={page} token={token} notice={isNotice(notice) ? notice : undefined} />;
}
