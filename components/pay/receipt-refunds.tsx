import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { type Money, sumMinor } from '#lib/money.ts';
import type { Receipt } from '#lib/receipts/contract.ts';
import { Phrase } from '../phrase.tsx';

/** What was given back so far, and what is paid after it. */
export function ReceiptRefunds({ language, receipt }: { language: PageLanguage; receipt: Receipt }) {
  const { t, money, day } = language;
  const { refunds, total, timeZone } = receipt;
  if (refunds.length === 0) return null;
  const left: Money = { ...total, minor: total.minor - sumMinor(refunds.map(({ amount }) => amount.minor)) };
  return (
    <section className="mt-4 border-hairline border-t pt-4 text-sm">
      <dl className="flex flex-col gap-1.5">
        {refunds.map(({ at, amount }) => (
          <div key={`${at.getTime()}:${amount.minor}`} className="flex items-baseline justify-between gap-4 text-quiet">
            <dt className="min-w-0">
              <Phrase language={language} id="receipt.refundedOn" values={{ date: <time dateTime={at.toISOString()}>{day(at, timeZone)}</time> }} />
            </dt>
            <dd className="amount max-w-[60%] shrink-0 text-end">
              <bdi>{money({ ...amount, minor: -amount.minor })}</bdi>
            </dd>
          </div>
        ))}
        <div className="flex items-baseline justify-between gap-4 pt-1 font-semibold text-base">
          <dt>{t('receipt.afterRefunds')}</dt>
          <dd className="amount max-w-[60%] shrink-0 text-end">
            <bdi>{money(left)}</bdi>
          </dd>
        </div>
      </dl>
      {left.minor === 0n && <p className="mt-2">{t('receipt.refundedAll')}</p>}
    </section>
  );
}
