import { notFound } from 'next/navigation';
import { SandboxView } from '#components/sandbox/sandbox-view.tsx';
import { loadSandboxPage } from '#lib/sandbox-gateway/payment-page.ts';

type Props = { searchParams: Promise<{ pid?: string | string[] }> };

/** Where every form leads: waits for the result, then goes on to the shop. */
export default async function ContinuePage({ searchParams }: Props) {
  const { pid } = await searchParams;
  const page = await loadSandboxPage(String(pid));
  if (!page) notFound();
  return <SandboxView page={page} goesOn />;
}
