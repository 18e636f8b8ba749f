import type { ReactNode } from 'react';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { LanguagePicker } from './language-picker.tsx';

export type FrameLanguage = Pick<PageLanguage, 'tag' | 'direction' | 't'>;

/** A page that keeps itself true: whom it asks, and what it shows. */
export type Watch = { url: string; version: string; mark: string };

/** What a chat shows of a link: never a secret, and an amount only where the merchant allows it. */
export type Preview = { title: string; description: string; siteName: string };

type PageFrameProps = {
  language: FrameLanguage;
  title: string;
  preview?: Preview | undefined;
  /** Goes on to this address at once, with script and without. */
  onward?: string | undefined;
  /** Read by components/browser/watch.ts. */
  watch?: Watch | undefined;
  /** Loads the page anew after this many seconds: without script, and with it when there is nobody to ask. A page with a form is not taken away. */
  refreshSeconds?: number | undefined;
  isTest?: boolean | undefined;
  /** Room for two columns where the screen has it. */
  isWide?: boolean;
  /** Whether readers may choose another language here, and what the address then keeps: "&from=…". */
  isPickable?: boolean;
  keeps?: string | undefined;
  children: ReactNode;
};

/** The whole document: language and direction, title, what keeps it true, the test banner, and one column. */
export function PageFrame({
  language,
  title,
  preview,
  onward,
  watch,
  refreshSeconds,
  isTest,
  isWide = false,
  isPickable = true,
  keeps,
  children,
}: PageFrameProps) {
  const watched = watch ? { 'data-status': watch.url, 'data-version': watch.version, 'data-mark': watch.mark } : { 'data-reload': refreshSeconds };
  return (
    <html lang={language.tag} dir={language.direction}>
      <head>
        <title>{title}</title>
        {preview && <PreviewTags preview={preview} />}
        {onward !== undefined && <meta httpEquiv="refresh" content={`0;url=${onward}`} />}
        {refreshSeconds !== undefined && (
          <noscript>
            <meta httpEquiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        )}
      </head>
      <body {...watched} className="flex flex-col bg-ground font-sans text-base text-ink">
        {isTest && <TestBanner language={language} />}
        {watch && <Offline language={language} />}
        <main className={`mx-auto flex w-full max-w-lg flex-1 flex-col px-4 pt-6 pb-6 sm:pt-12 ${isWide ? 'lg:max-w-5xl' : ''}`}>{children}</main>
        {isPickable && <LanguagePicker current={language.tag} label={language.t('picker')} {...(keeps !== undefined && { keeps })} />}
      </body>
    </html>
  );
}

function PreviewTags({ preview: { title, description, siteName } }: { preview: Preview }) {
  return (
    <>
      <meta name="description" content={description} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:site_name" content={siteName} />
      <meta name="twitter:card" content="summary" />
    </>
  );
}

function TestBanner({ language: { t } }: { language: FrameLanguage }) {
  return (
    <header className="border-warn-edge border-b bg-warn-soft px-4 py-2 text-center text-sm text-warn">
      <strong className="font-semibold">{t('testMode.label')}</strong> · {t('testMode.detail')}
    </header>
  );
}

/** Shown by the script while the browser has no connection. */
function Offline({ language: { t } }: { language: FrameLanguage }) {
  return (
    <div role="status" className="sticky top-0 z-10">
      <p data-offline hidden className="border-bad border-b bg-bad-soft px-4 py-2 text-center text-bad text-sm">
        {t('offline')}
      </p>
    </div>
  );
}
