import { QRCodeSVG } from 'qrcode.react';
import type { PageLanguage } from '#lib/i18n/page-language.ts';

type PhoneCodeProps = {
  language: PageLanguage;
  /** The page's own address, whole and as a path. */
  address: string;
  path: string;
  /** This screen's name. */
  screen: string;
};

/**
 * On a wide screen: the same page as a QR code, so that whoever has their cards on the phone goes on there. The script
 * turns this screen into a follower once the phone is there (components/browser/two-screens.ts); without it a link does.
 */
export function PhoneCode({ language: { t }, address, path, screen }: PhoneCodeProps) {
  return (
    <aside data-screen={screen} className="mt-4 hidden items-center gap-5 rounded-2xl border border-hairline bg-surface p-5 lg:flex print:hidden">
      <span className="shrink-0 rounded-lg bg-white p-1 forced-color-adjust-none">
        <QRCodeSVG value={`${address}?from=${screen}`} size={132} level="M" marginSize={4} title={t('open.onPhone')} />
      </span>
      <div className="text-quiet">
        <p>{t('open.onPhone')}</p>
        <noscript>
          <p>
            <a href={`${path}?follow=${screen}`} className="inline-flex min-h-11 items-center text-accent-text underline underline-offset-2">
              {t('handOver.scanned')}
            </a>
          </p>
        </noscript>
      </div>
    </aside>
  );
}
