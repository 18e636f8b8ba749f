import type { ReactNode } from 'react';
import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { Receipt } from '#lib/receipts/contract.ts';
import { CopyText } from '../copy-text.tsx';
import { Phrase } from '../phrase.tsx';

/** What the payment is found again by: whom, which order, when, how. */
export function ReceiptFacts({ language, receipt }: { language: PageLanguage; receipt: Receipt }) {
  const { t } = language;
  return (
    <section aria-labelledby="receipt-heading">
      <h2 id="receipt-heading" className="mb-3 font-semibold">
        {t('paid.receiptHeading')}
      </h2>
      <dl className="flex flex-col gap-2 text-sm">
        <Fact label={t('paid.merchant')}>{receipt.merchant.name}</Fact>
        <Fact label={t('paid.orderId')}>{receipt.orderId}</Fact>
        <Fact label={t('paid.paidAt')}>
          <time dateTime={receipt.paidAt.toISOString()}>{language.instant(receipt.paidAt, receipt.timeZone)}</time>
        </Fact>
        <Fact label={t('paid.method')}>{methodName(t, receipt.method)}</Fact>
        {receipt.last4 !== undefined && (
          <Fact label={t('paid.card')}>
            <MaskedCard language={language} last4={receipt.last4} />
          </Fact>
        )}
        <Fact label={t('paid.reference')}>{receipt.reference}</Fact>
      </dl>
      <CopyText text={receipt.orderId} label={t('copy.order')} copied={t('copy.copied')} />
    </section>
  );
}

/** Only the last four digits: enough for its owner to know the card, and all that a receipt may show. */
function MaskedCard({ language, last4 }: { language: PageLanguage; last4: string }) {
  return (
    <>
      <span aria-hidden="true" dir="ltr">
        <Phrase language={language} id="paid.cardEnding" values={{ last4 }} />
      </span>
      <span className="sr-only">
        <Phrase language={language} id="paid.cardEndingSpoken" values={{ last4 }} />
      </span>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-quiet">{label}</dt>
      <dd className="min-w-0 text-end">
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
