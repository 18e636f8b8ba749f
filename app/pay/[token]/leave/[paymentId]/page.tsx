import { FailurePage } from '#components/failure-page.tsx';
import { LeaveView } from '#components/pay/leave-view.tsx';
import { setPageStatus } from '#lib/http/page-status.ts';
import { loadLeavePage } from '#lib/payments/pay-page.ts';
import { loadOrReport } from '../../../load-or-report.ts';

type Props = { params: Promise<{ token: string; paymentId: string }> };

/** The step between our form and the gateway. A form's answer may not leave our origin; a page may. */
export default async function Page({ params }: Props) {
  const { token, paymentId } = await params;
  const page = await loadOrReport(() => loadLeavePage(token, paymentId));
  if (!page) return <FailurePage />;
  if (page.state === 'unknown') setPageStatus(404);
  if (page.state === 'over') setPageStatus(410);
  return <LeaveView page={page} token={token} />;
}
