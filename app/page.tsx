import type { Metadata } from 'next';
import { FrontDoor } from '#components/front-door.tsx';
import { env } from '#lib/env.ts';
import { type LanguageQuery, readerLanguage } from './reader-language.ts';

export const metadata: Metadata = { robots: { index: true, follow: true } };

/** The front door: what this is, and where to go. */
export default async function Page({ searchParams }: { searchParams: Promise<LanguageQuery> }) {
  const { MODE, PUBLIC_URL } = env();
  return <FrontDoor language={await readerLanguage(await searchParams)} apiUrl={`${PUBLIC_URL}/checkout/v1/api`} isTest={MODE === 'test'} />;
}
