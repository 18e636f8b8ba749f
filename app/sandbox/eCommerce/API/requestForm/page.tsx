import { notFound } from 'next/navigation';
import { SandboxView } from '#components/sandbox/sandbox-view.tsx';
import { loadSandboxPage } from '#lib/sandbox-gateway/payment-page.ts';

type Props = { searchParams: Promise<Partial<Record<'pid' | 'problem' | 'name' | 'expiry', string | string[]>>> };

/** Where a shop sends its customer to pay: the form, or how the payment ended. */
export default async function RequestFormPage({ searchParams }: Props) {
  const { pid, problem, name, expiry } = await searchParams;
  const page = await loadSandboxPage(String(pid));
  if (!page) notFound();
  return (
    <SandboxView
      page={page}
      problems={String(problem ?? '')
        .split(',')
        .filter(Boolean)}
      typed={{ name: String(name ?? ''), expiry: String(expiry ?? '') }}
    />
  );
}
