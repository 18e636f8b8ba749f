import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageMerchant, PageTry } from '#lib/payments/pay-page-contract.ts';
import { Phrase } from '../phrase.tsx';
import { SupportCode } from './support-code.tsx';

type TriesProps = { language: PageLanguage; merchant: Pick<PageMerchant, 'name' | 'timeZone'>; tries: readonly PageTry[] };

/** What was tried so far, and why each try failed; folded away, for nobody needs it to pay. */
export function Tries({ language, merchant, tries }: TriesProps) {
  const [latest] = tries;
  if (!latest) return null;
  return (
    <details className="mb-4 rounded-2xl border border-hairline bg-surface px-4 text-sm">
      <summary className="min-h-11 cursor-pointer content-center">{language.t('tries.heading')}</summary>
      <ol className="flex flex-col gap-3 pb-2">
        {tries.map((tried) => (
          <li key={tried.supportCode}>
            <span className="block font-semibold">
              <Phrase
                language={language}
                id="tries.item"
                values={{ method: methodName(language.t, tried.method), time: language.time(tried.at, merchant.timeZone) }}
              />
            </span>
            <Reason language={language} tried={tried} />
          </li>
        ))}
      </ol>
      <div className="pb-4">
        <SupportCode language={language} merchant={merchant.name} code={latest.supportCode} />
      </div>
    </details>
  );
}

function Reason({ language: { t }, tried }: { language: PageLanguage; tried: PageTry }) {
  if (tried.outcome !== 'declined') return t(`tries.${tried.outcome}`);
  return tried.message === undefined ? t(`decline.reasons.${tried.reason}`) : <bdi>{tried.message}</bdi>;
}
