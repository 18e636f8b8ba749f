import { CodeView } from '#components/code/code-view.tsx';
import { FailurePage } from '#components/failure-page.tsx';
import { env } from '#lib/env.ts';
import { setPageHeaders, setPageStatus } from '#lib/http/page-status.ts';
import { postedForm } from '#lib/http/request-context.ts';
import { codeForm } from '#lib/links/code-form.ts';
import type { CodePage } from '#lib/links/code-page-contract.ts';
import { loadOrReport } from '../load-or-report.ts';
import { inSameLanguage, type LanguageQuery, readerLanguage } from '../reader-language.ts';

/** Where a short code is typed, for whoever cannot scan. */
export default async function Page({ searchParams }: { searchParams: Promise<LanguageQuery> }) {
  const query = await searchParams;
  const page = await loadOrReport(() => codeForm(postedForm()));
  const language = await readerLanguage(query);
  if (!page) return <FailurePage language={language} />;
  sayHowItWent(page);
  return <CodeView language={language} page={page} action={inSameLanguage('/p', query)} isTest={env().MODE === 'test'} />;
}

const statuses = { empty: 200, found: 303, unknown: 404, limited: 429 } as const;

function sayHowItWent(page: CodePage): void {
  setPageStatus(statuses[page.state]);
  if (page.state === 'found') setPageHeaders({ location: page.path });
  if (page.state === 'limited') setPageHeaders({ 'retry-after': String(page.retryAfterSeconds) });
}
