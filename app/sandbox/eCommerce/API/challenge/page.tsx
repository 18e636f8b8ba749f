import { notFound } from 'next/navigation';
import { SandboxView } from '#components/sandbox/sandbox-view.tsx';
import { loadSandboxPage } from '#lib/sandbox-gateway/payment-page.ts';

type Props = { searchParams: Promise<{ pid?: string | string[]; problem?: string | string[] }> };

/** The 3-D Secure step of a card payment. */
export default async function ChallengePage({ searchParams }: Props) {
  const { pid, problem } = await searchParams;
  const page = await loadSandboxPage(String(pid));
  if (!page) notFound();
  return (
    <SandboxView
      page={page}
      problems={String(problem ?? '')
        .split(',')
        .filter(Boolean)}
    />
  );
}
