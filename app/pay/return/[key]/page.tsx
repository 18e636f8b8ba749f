import { FailurePage } from '#components/failure-page.tsx';
import { ReturnView } from '#components/pay/return-view.tsx';
import { setPageStatus } from '#lib/http/page-status.ts';
import { loadReturnPage } from '#lib/payments/return-page.ts';
import { loadOrReport } from '../../../load-or-report.ts';
import { type LanguageQuery, readerLanguage } from '../../../reader-language.ts';

type Props = { params: Promise<{ key: string }>; searchParams: Promise<LanguageQuery> };

/** Where the customer lands when the gateway is done with them. */
export default async function Page({ params, searchParams }: Props) {
  const [{ key }, query] = await Promise.all([params, searchParams]);
  const page = await loadOrReport(() => loadReturnPage(key));
  if (!page) return <FailurePage language={await readerLanguage(query)} />;
  if (page.state === 'unknown') setPageStatus(404);
  return <ReturnView language={await readerLanguage(query, wishOf(page))} page={page} path={`/pay/return/${key}`} />;
}

/** The merchant's language, wherever the page carries it. */
function wishOf(page: Awaited<ReturnType<typeof loadReturnPage>>): string | undefined {
  if (page.state === 'unknown') return undefined;
  if (page.state !== 'outcome') return page.language;
  return page.page.state === 'unknown' ? undefined : page.page.language;
}
