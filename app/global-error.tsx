'use client';

import { StatusSheet } from '#components/status-sheet.tsx';
import { en } from '#lib/i18n/messages/en.ts';
import './globals.css';

/** Whatever a page did not foresee. It runs in the browser, when little else works: one language, no parts that may fail. */
export default function GlobalError() {
  const { title, heading, detail } = en.failure;
  return (
    <html lang="en">
      <head>
        <title>{title}</title>
      </head>
      <body className="flex flex-col bg-ground font-sans text-base text-ink">
        <main className="mx-auto w-full max-w-lg px-4 pt-6 sm:pt-12">
          <StatusSheet mark="alert" heading={heading}>
            <p>{detail}</p>
          </StatusSheet>
        </main>
      </body>
    </html>
  );
}
