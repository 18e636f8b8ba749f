import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { CopyText } from '../copy-text.tsx';
import { Phrase } from '../phrase.tsx';

type SupportCodeProps = { language: PageLanguage; merchant: string; code: string };

/** What the reader says to the shop so that it finds this very payment. */
export function SupportCode({ language, merchant, code }: SupportCodeProps) {
  return (
    <p className="mt-4 text-sm">
      {language.t('contact.supportCode')}{' '}
      <bdi dir="ltr" className="whitespace-nowrap font-semibold tabular-nums">
        {code}
      </bdi>
      <span className="block text-quiet">
        <Phrase language={language} id="contact.supportCodeHint" values={{ merchant }} />
      </span>
      <CopyText text={code} label={language.t('copy.code')} copied={language.t('copy.copied')} />
    </p>
  );
}
