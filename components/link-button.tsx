import type { ReactNode } from 'react';

type LinkButtonProps = { href: string; children: ReactNode; isPrimary?: boolean };

/** A link with the size of a button. It tells the next site nothing about this address, whose path is a secret. */
export function LinkButton({ href, children, isPrimary = false }: LinkButtonProps) {
  const look = isPrimary
    ? 'border-2 border-accent bg-accent-fill text-accent-ink hover:bg-accent-strong'
    : 'border border-edge bg-surface text-ink hover:border-accent';
  return (
    <a
      href={href}
      rel="noreferrer"
      className={`no-print inline-flex min-h-12 max-w-full items-center justify-center rounded-xl px-6 py-2 font-semibold ${look}`}
    >
      {children}
    </a>
  );
}
