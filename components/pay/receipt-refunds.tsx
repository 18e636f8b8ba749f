import type { ReactNode } from 'react';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { Money } from '#lib/money.ts';
import { type Receipt, receiptSums } from '#lib/receipts/contract.ts';
import { Phrase } from '../phrase.tsx';

/** Where less was paid than the order's total above, how much; what was given back so far, and what is paid after it. */
export function ReceiptRefunds({ language, receipt }: { language: PageLanguage; receipt: Receipt }) {
  const { t, day } = language;
  const { paid, refunds, timeZone } = receipt;
  const { isPart, left, isAllRefunded } = receiptSums(receipt);
  if (!isPart && !left) return null;
  return (
    <section className="mt-4 border-hairline border-t pt-4 text-sm">
      <dl className="flex flex-col gap-1.5">
        {isPart && <Row language={language} label={t('receipt.paid')} amount={paid} isSum />}
        {refunds.map(({ at, amount }) => (
          <Row
            key={`${at.getTime()}:${amount.minor}`}
            language={language}
            label={<Phrase language={language} id="receipt.refundedOn" values={{ date: <time dateTime={at.toISOString()}>{day(at, timeZone)}</time> }} />}
            amount={{ ...amount, minor: -amount.minor }}
          />
        ))}
        {left && <Row language={language} label={t('receipt.afterRefunds')} amount={left} isSum />}
      </dl>
      {isAllRefunded && <p className="mt-2">{t('receipt.refundedAll')}</p>}
    </section>
  );
}

function Row({ language, label, amount, isSum = false }: { language: PageLanguage; label: ReactNode; amount: Money; isSum?: boolean }) {
  return (
    <div className={`flex items-baseline justify-between gap-4 ${isSum ? 'pt-1 font-semibold text-base' : 'text-quiet'}`}>
      <dt className="min-w-0">{label}</dt>
      <dd className="amount max-w-[60%] shrink-0 text-end">
        <bdi>{language.money(amount)}</bdi>
      </dd>
    </div>
  );
}
