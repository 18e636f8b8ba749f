import { notFound } from 'next/navigation';
import { Overview } from '#components/sandbox/overview.tsx';
import { loadOverview } from '#lib/sandbox-gateway/overview.ts';

type Props = { searchParams: Promise<{ decided?: string | string[] }> };

/** The sandbox's first page: what it is, what to pay with, and the payments that wait for the bank. */
export default async function SandboxHome({ searchParams }: Props) {
  const { decided } = await searchParams;
  const overview = await loadOverview(decided === undefined ? undefined : String(decided));
  if (!overview) notFound();
  return <Overview overview={overview} />;
}
