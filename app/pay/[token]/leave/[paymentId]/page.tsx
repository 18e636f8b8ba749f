import { FailurePage } from '#components/failure-page.tsx';
import { LeaveView } from '#components/pay/leave-view.tsx';
import { setPageStatus } from '#lib/http/page-status.ts';
import { loadLeavePage } from '#lib/payments/pay-page.ts';
import { loadOrReport } from '../../../../load-or-report.ts';
import { type LanguageQuery, readerLanguage } from '../../../../reader-language.ts';

type Props = { params: Promise<{ token: string; paymentId: string }>; searchParams: Promise<LanguageQuery> };

/** The step between our form and the gateway. A form's answer may not leave our origin; a page may. */
export default async function Page({ params, searchParams }: Props) {
  const [{ token, paymentId }, query] = await Promise.all([params, searchParams]);
  const page = await loadOrReport(() => loadLeavePage(token, paymentId));
  if (!page) return <FailurePage language={await readerLanguage(query)} />;
  if (page.state === 'unknown') setPageStatus(404);
  if (page.state === 'over') setPageStatus(410);
  return <LeaveView language={await readerLanguage(query, page.state === 'unknown' ? undefined : page.language)} page={page} token={token} />;
}
