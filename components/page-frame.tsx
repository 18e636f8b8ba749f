import type { ReactNode } from 'react';
import type { PageLanguage } from '#lib/i18n/messages.ts';
import { LiveRefresh, type Watched } from './live-refresh.tsx';

type FrameLanguage = Pick<PageLanguage, 'tag' | 'direction' | 'text'>;

type PageFrameProps = {
  language: FrameLanguage;
  title: string;
  /** Goes on to this address at once. */
  onward?: string | undefined;
  /** Shows the page anew after this many seconds; with script only when what it watches is another. */
  refresh?: { seconds: number; watched?: Watched | undefined } | undefined;
  /** The same with script only: a page with a form is not taken away from a reader without one. */
  live?: { seconds: number; watched: Watched } | undefined;
  isTest?: boolean | undefined;
  children: ReactNode;
};

/** The whole document: language and direction, title, what reloads it, the test banner, and one column. */
export function PageFrame({ language, title, onward, refresh, live, isTest, children }: PageFrameProps) {
  const watching = refresh ?? live;
  return (
    <html lang={language.tag} dir={language.direction}>
      <head>
        <title>{title}</title>
        {onward !== undefined && <meta httpEquiv="refresh" content={`0;url=${onward}`} />}
        {refresh && (
          <noscript>
            <meta httpEquiv="refresh" content={String(refresh.seconds)} />
          </noscript>
        )}
      </head>
      <body className="flex flex-col bg-ground font-sans text-base text-ink">
        {isTest && <TestBanner language={language} />}
        <main className="mx-auto flex w-full max-w-lg flex-1 flex-col px-4 pt-6 pb-6 sm:pt-12">{children}</main>
        {watching && <LiveRefresh seconds={watching.seconds} watched={watching.watched} />}
      </body>
    </html>
  );
}

function TestBanner({ language }: { language: FrameLanguage }) {
  const { label, detail } = language.text.testMode;
  return (
    <header className="border-warn-edge border-b bg-warn-soft px-4 py-2 text-center text-sm text-warn">
      <strong className="font-semibold">{label}</strong> · {detail}
    </header>
  );
}
