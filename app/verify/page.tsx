import { FailurePage } from '#components/failure-page.tsx';
import { VerifyView } from '#components/verify/verify-view.tsx';
import { env } from '#lib/env.ts';
import { setPageHeaders, setPageStatus } from '#lib/http/page-status.ts';
import { postedForm } from '#lib/http/request-context.ts';
import { verifyForm } from '#lib/stickers/verify-form.ts';
import type { VerifyPage } from '#lib/stickers/verify-page-contract.ts';
import { loadOrReport } from '../load-or-report.ts';
import { inSameLanguage, type LanguageQuery, readerLanguage } from '../reader-language.ts';

/** Is this sticker ours? For whoever wants to know before paying. */
export default async function Page({ searchParams }: { searchParams: Promise<LanguageQuery> }) {
  const query = await searchParams;
  const page = await loadOrReport(() => verifyForm(postedForm()));
  const language = await readerLanguage(query);
  if (!page) return <FailurePage language={language} />;
  sayHowItWent(page);
  return <VerifyView language={language} page={page} action={inSameLanguage('/verify', query)} isTest={env().MODE === 'test'} />;
}

const problemStatuses = { nothing: 422, no_code: 422, unreadable: 422, too_large: 413, busy: 503 } as const;
const busySeconds = 5;

function sayHowItWent(page: VerifyPage): void {
  if (page.state === 'problem') {
    setPageStatus(problemStatuses[page.problem]);
    if (page.problem === 'busy') setPageHeaders({ 'retry-after': String(busySeconds) });
  }
  if (page.state === 'limited') {
    setPageStatus(429);
    setPageHeaders({ 'retry-after': String(page.retryAfterSeconds) });
  }
}
