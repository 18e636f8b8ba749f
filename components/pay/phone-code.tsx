import type { PageLanguage } from '#lib/i18n/page-language.ts';

type PhoneCodeProps = {
  language: PageLanguage;
  /** The page's own path. */
  path: string;
  /** The random part of this screen's name. */
  code: string;
};

/**
 * On a wide screen: the same page as a QR code, so that whoever has their cards on the phone goes on there. The script
 * turns this screen into a follower once the phone is there (components/browser/two-screens.ts); without it a link does.
 */
export function PhoneCode({ language: { t, tag }, path, code }: PhoneCodeProps) {
  const screen = `${tag}.${code}`;
  return (
    <aside data-screen={screen} className="mt-4 hidden items-center gap-5 rounded-2xl border border-hairline bg-surface p-5 lg:flex print:hidden">
      {/* biome-ignore lint/performance/noImgElement: nothing to optimise. Lazy: a browser that does not show it does not fetch it */}
      <img
        src={`${path}/screen.svg?name=${screen}`}
        alt={t('open.onPhone')}
        width={140}
        height={140}
        loading="lazy"
        className="shrink-0 rounded-lg bg-white p-1 forced-color-adjust-none"
      />
      <div className="text-quiet">
        <p>{t('open.onPhone')}</p>
        <noscript>
          <p>
            <a href={`${path}?screen=${screen}`} className="inline-flex min-h-11 items-center text-accent underline underline-offset-2">
              {t('handOver.scanned')}
            </a>
          </p>
        </noscript>
      </div>
    </aside>
  );
}
