import { notFound } from 'next/navigation';
import { CodeView } from '#components/code/code-view.tsx';
import { FailurePage } from '#components/failure-page.tsx';
import { LeaveView } from '#components/pay/leave-view.tsx';
import { PayView } from '#components/pay/pay-view.tsx';
import { ReturnView } from '#components/pay/return-view.tsx';
import { VerifyView } from '#components/verify/verify-view.tsx';
import { env } from '#lib/env.ts';
import { samplePages } from '#lib/payments/sample-pages.ts';
import { inSameLanguage, type LanguageQuery, readerLanguage } from '../../../reader-language.ts';

type Props = { params: Promise<{ name: string }>; searchParams: Promise<LanguageQuery> };

/** Stands where a link's token does: no token has this form, so whatever is pressed here finds nothing. */
const token = 'sample';

/** One state of the pages, drawn from sample data by the parts that draw the real one. Test mode only. */
export default async function Page({ params, searchParams }: Props) {
  const [{ name }, query] = await Promise.all([params, searchParams]);
  const sample = env().MODE === 'test' ? samplePages.get(name) : undefined;
  if (!sample) notFound();
  const language = await readerLanguage(query);
  switch (sample.view) {
    case 'pay':
      return <PayView {...sample} language={language} token={token} isSample />;
    case 'leave':
      return <LeaveView language={language} page={sample.page} token={token} />;
    case 'return':
      return <ReturnView language={language} page={sample.page} path={undefined} />;
    case 'code':
      return <CodeView language={language} page={sample.page} action={inSameLanguage('', query)} isTest />;
    case 'verify':
      return <VerifyView language={language} page={sample.page} action={inSameLanguage('', query)} isTest />;
    case 'failure':
      return <FailurePage language={language} />;
  }
}
