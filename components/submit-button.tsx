import type { ReactNode } from 'react';

/** The button of a page with one thing to do. */
export function SubmitButton({ children }: { children: ReactNode }) {
  return (
    <button
      type="submit"
      className="pay-button flex min-h-14 w-full items-center justify-center rounded-xl border-2 border-accent bg-accent-fill px-4 py-2 font-semibold text-accent-ink text-lg hover:bg-accent-strong"
    >
      {children}
    </button>
  );
}
