import type { ReactNode } from 'react';

/** The white sheet that a page's content lies on. */
export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`sheet rounded-2xl border border-hairline bg-surface p-5 sm:p-6 ${className}`}>{children}</div>;
}
