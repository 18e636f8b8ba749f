import { FailurePage } from '#components/failure-page.tsx';
import { ReturnView } from '#components/pay/return-view.tsx';
import { setPageStatus } from '#lib/http/page-status.ts';
import { loadReturnPage } from '#lib/payments/return-page.ts';
import { loadOrReport } from '../../load-or-report.ts';

type Props = { params: Promise<{ key: string }> };

/** Where the customer lands when the gateway is done with them. */
export default async function Page({ params }: Props) {
  const { key } = await params;
  const page = await loadOrReport(() => loadReturnPage(key));
  if (!page) return <FailurePage />;
  if (page.state === 'unknown') setPageStatus(404);
  return <ReturnView page={page} />;
}
