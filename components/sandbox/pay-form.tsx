import type { ReactNode } from 'react';
import type { SandboxPage } from '#lib/sandbox-gateway/page-contract.ts';

/** A page at which a payment is decided. */
export type FormPage = Extract<SandboxPage, { state: 'form' }>;
export type FormPageOf<Kind extends FormPage['kind']> = Extract<FormPage, { kind: Kind }>;

/** The form that every way to pay sends; it needs no script. */
export function PayForm({ pid, children }: { pid: string; children: ReactNode }) {
  return (
    <form method="post" action="/sandbox/eCommerce/API/pay" className="space-y-4">
      <input type="hidden" name="pid" value={pid} />
      {children}
    </form>
  );
}
