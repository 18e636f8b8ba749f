import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageOrder } from '#lib/payments/pay-page-contract.ts';
import { Phrase } from '../phrase.tsx';

type OrderInBriefProps = { language: PageLanguage; merchant: string; order: Pick<PageOrder, 'orderId' | 'total'> };

/** What a page is about that shows no order: how much, to whom, and which order. */
export function OrderInBrief({ language, merchant, order }: OrderInBriefProps) {
  return (
    <p className="mt-5 border-hairline border-t pt-4 text-ink">
      <strong className="font-semibold tabular-nums">
        <Phrase language={language} id="leave.amountTo" values={{ amount: language.money(order.total), merchant }} />
      </strong>
      <span className="block text-quiet text-sm">
        <Phrase language={language} id="open.orderId" values={{ orderId: order.orderId }} />
      </span>
    </p>
  );
}
