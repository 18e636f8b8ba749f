import type { ReactNode } from 'react';
import type { PageLanguage } from '#lib/i18n/messages.ts';

type FrameLanguage = Pick<PageLanguage, 'tag' | 'direction' | 'text'>;

type PageFrameProps = {
  language: FrameLanguage;
  title: string;
  /** Loads the page again after this many seconds, or goes on to `url`. */
  refresh?: { seconds: number; url?: string } | undefined;
  isTest?: boolean | undefined;
  children: ReactNode;
};

/** The whole document: language and direction, title, what reloads it, the test banner, and one column. */
export function PageFrame({ language, title, refresh, isTest, children }: PageFrameProps) {
  return (
    <html lang={language.tag} dir={language.direction}>
      <head>
        <title>{title}</title>
        {refresh && <meta httpEquiv="refresh" content={refreshContent(refresh)} />}
      </head>
      <body className="flex flex-col bg-ground font-sans text-base text-ink">
        {isTest && <TestBanner language={language} />}
        <main className="mx-auto flex w-full max-w-lg flex-1 flex-col px-4 pt-6 pb-6 sm:pt-12">{children}</main>
      </body>
    </html>
  );
}

const refreshContent = ({ seconds, url }: { seconds: number; url?: string }): string => (url === undefined ? String(seconds) : `${seconds};url=${url}`);

function TestBanner({ language }: { language: FrameLanguage }) {
  const { label, detail } = language.text.testMode;
  return (
    <header className="border-warn-edge border-b bg-warn-soft px-4 py-2 text-center text-sm text-warn">
      <strong className="font-semibold">{label}</strong> · {detail}
    </header>
  );
}
