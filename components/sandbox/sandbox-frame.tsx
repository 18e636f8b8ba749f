import type { ReactNode } from 'react';

type SandboxFrameProps = {
  title: string;
  /** Loads the page again after this many seconds, or goes on to `url`. */
  refresh?: { seconds: number; url?: string } | undefined;
  /** Room for two columns, where the window has it. */
  isWide?: boolean;
  children: ReactNode;
};

/** The sandbox bank's whole document. It looks like a bank of its own, and says on every page that it is none. */
export function SandboxFrame({ title, refresh, isWide = false, children }: SandboxFrameProps) {
  const width = isWide ? 'max-w-5xl' : 'max-w-md';
  return (
    <html lang="en">
      <head>
        <title>{`${title} · Sandbox bank – test mode`}</title>
        {refresh && <meta httpEquiv="refresh" content={refresh.url === undefined ? String(refresh.seconds) : `${refresh.seconds};url=${refresh.url}`} />}
      </head>
      <body className="flex flex-col bg-ground font-sans text-base text-ink">
        <header className="bg-[#0f2f33] text-white">
          <div className={`mx-auto flex w-full ${width} items-center gap-3 px-4 py-4`}>
            <BankMark />
            <p className="font-semibold text-lg leading-tight">Sandbox bank</p>
            <p className="ml-auto shrink-0 rounded-full border border-[#f6d27c] px-3 py-1 font-semibold text-[#f6d27c] text-sm">Test mode</p>
          </div>
        </header>
        <aside className="border-warn-edge border-b bg-warn-soft px-4 py-2 text-center text-sm text-warn">No real money moves here.</aside>
        <main className={`mx-auto flex w-full ${width} flex-1 flex-col gap-4 px-4 pt-6 pb-10`}>{children}</main>
      </body>
    </html>
  );
}

function BankMark() {
  return (
    <svg aria-hidden="true" width="32" height="32" viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round">
      <path d="M4 12 16 5l12 7H4Z" />
      <path d="M8 12v11M16 12v11M24 12v11M5 23h22M4 27h24" strokeLinecap="round" />
    </svg>
  );
}
