import { notFound } from 'next/navigation';
import { StateList } from '#components/pay/state-list.tsx';
import { env } from '#lib/env.ts';
import { samplePages } from '#lib/payments/sample-pages.ts';
import { type LanguageQuery, readerLanguage } from '../../reader-language.ts';

/** Every state of the payment page, to look at. Test mode only. */
export default async function Page({ searchParams }: { searchParams: Promise<LanguageQuery> }) {
  if (env().MODE !== 'test') notFound();
  return <StateList language={await readerLanguage(await searchParams)} names={[...samplePages.keys()]} />;
}
