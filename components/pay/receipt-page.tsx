import type { ReactNode } from 'react';
import { methodName } from '#lib/i18n/method-name.ts';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PayPage } from '#lib/payments/pay-page-contract.ts';
import { Card } from '../card.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { BigAmount } from './big-amount.tsx';
import { OrderDetails } from './order-details.tsx';

type ReceiptPageProps = { language: PageLanguage; page: Extract<PayPage, { state: 'paid' }> };

/** Paid: the amount, and everything either side needs to find the payment again. Good on paper too. */
export function ReceiptPage({ language, page, isPaidElsewhere }: ReceiptPageProps & { isPaidElsewhere: boolean }) {
  const { t, money } = language;
  const { merchant, order, isTest } = page;
  return (
    <>
      <StatusSheet mark="check" tone="good" heading={t('paid.heading')}>
        <BigAmount>{money(order.total)}</BigAmount>
        <p className="mt-3">{isPaidElsewhere ? t('paid.elsewhere') : <Phrase language={language} id="paid.thanks" values={{ merchant: merchant.name }} />}</p>
      </StatusSheet>
      <Card className="mt-4">
        <ReceiptFacts language={language} page={page} />
        <OrderDetails language={language} order={order} />
      </Card>
      <p className="mt-4 text-balance text-center text-quiet text-sm">
        {isTest ? t('paid.testReceipt') : <Phrase language={language} id="paid.keep" values={{ merchant: merchant.name }} />}
      </p>
    </>
  );
}

function ReceiptFacts({ language, page }: ReceiptPageProps) {
  const { t, instant } = language;
  const { merchant, order, receipt } = page;
  return (
    <section aria-labelledby="receipt-heading">
      <h2 id="receipt-heading" className="mb-3 font-semibold">
        {t('paid.receiptHeading')}
      </h2>
      <dl className="flex flex-col gap-2 text-sm">
        <Fact label={t('paid.merchant')}>{merchant.name}</Fact>
        <Fact label={t('paid.orderId')}>{order.orderId}</Fact>
        <Fact label={t('paid.paidAt')}>
          <time dateTime={receipt.paidAt.toISOString()}>{instant(receipt.paidAt)}</time>
        </Fact>
        <Fact label={t('paid.method')}>{methodName(t, receipt.method)}</Fact>
        {receipt.maskedCard !== undefined && (
          <Fact label={t('paid.card')}>
            <MaskedCard language={language} maskedCard={receipt.maskedCard} />
          </Fact>
        )}
        <Fact label={t('paid.reference')}>{receipt.reference}</Fact>
      </dl>
    </section>
  );
}

/** Only the last four digits: enough for its owner to know the card, and all that a receipt may show. */
function MaskedCard({ language, maskedCard }: { language: PageLanguage; maskedCard: string }) {
  const last4 = maskedCard.slice(-4);
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
