import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PayPage } from '#lib/payments/pay-page-contract.ts';
import { Card } from '../card.tsx';
import { LinkButton } from '../link-button.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { BigAmount } from './big-amount.tsx';
import { OrderDetails } from './order-details.tsx';
import { ReceiptFacts } from './receipt-facts.tsx';
import { ReceiptRefunds } from './receipt-refunds.tsx';

type ReceiptPageProps = {
  language: PageLanguage;
  page: Extract<PayPage, { state: 'paid' }>;
  isPaidElsewhere: boolean;
  /** The path under which the receipt's files lie; absent when there are none. */
  files: string | undefined;
};

/** Paid: the amount, and everything either side needs to find the payment again. Good on paper too. */
export function ReceiptPage({ language, page, isPaidElsewhere, files }: ReceiptPageProps) {
  const { t, money } = language;
  const { receipt, isTest } = page;
  const { merchant } = receipt;
  return (
    <>
      <StatusSheet mark="check" tone="good" heading={t('paid.heading')}>
        <BigAmount>{money(receipt.paid)}</BigAmount>
        <p className="mt-3">{isPaidElsewhere ? t('paid.elsewhere') : <Phrase language={language} id="paid.thanks" values={{ merchant: merchant.name }} />}</p>
      </StatusSheet>
      <Card className="mt-4">
        <ReceiptFacts language={language} receipt={receipt} />
        <OrderDetails language={language} order={receipt} />
        <ReceiptRefunds language={language} receipt={receipt} />
      </Card>
      <Keep language={language} files={files} />
      <p className="mt-4 text-balance text-center text-quiet text-sm">
        {isTest ? t('paid.testReceipt') : <Phrase language={language} id="paid.keep" values={{ merchant: merchant.name }} />}
      </p>
    </>
  );
}

/** The receipt to take along. Printing takes script, so its button comes with it. */
function Keep({ language: { t }, files }: { language: PageLanguage; files: string | undefined }) {
  return (
    <div className="no-print mt-4 flex flex-wrap justify-center gap-2 text-center">
      {files !== undefined && (
        <LinkButton href={`${files}/receipt.pdf`} isPrimary>
          {t('receipt.download')}
        </LinkButton>
      )}
      <button type="button" data-print hidden className="min-h-12 rounded-xl border border-edge bg-surface px-6 font-semibold text-ink hover:border-accent">
        {t('receipt.print')}
      </button>
      {files !== undefined && (
        <>
          <LinkButton href={`${files}/receipt.json`}>{t('receipt.signed')}</LinkButton>
          <p className="w-full text-balance text-quiet text-sm">{t('receipt.signedHint')}</p>
        </>
      )}
    </div>
  );
}
