import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageMerchant, PageOrder } from '#lib/payments/pay-page-contract.ts';
import { Card } from '../card.tsx';
import { Phrase } from '../phrase.tsx';
import { BigAmount } from './big-amount.tsx';
import { isWideMark, MerchantMark } from './merchant-mark.tsx';
import { OrderDetails } from './order-details.tsx';

type OrderSummaryProps = { language: PageLanguage; merchant: PageMerchant; order: PageOrder };

/** Who is paid, how much, and for what. The one <h1> of a page that shows an order. */
export function OrderSummary({ language, merchant, order }: OrderSummaryProps) {
  return (
    <Card>
      <div className={`flex items-start gap-3 ${isWideMark(merchant) ? 'flex-col' : ''}`}>
        <MerchantMark merchant={merchant} />
        <div className="min-w-0">
          <h1 className="font-semibold leading-snug">
            <Phrase language={language} id="open.heading" values={{ merchant: merchant.name }} />
          </h1>
          <p className="text-quiet text-sm">
            <Phrase language={language} id="open.orderId" values={{ orderId: order.orderId }} />
          </p>
        </div>
      </div>
      <BigAmount>{language.money(order.total)}</BigAmount>
      <OrderDetails language={language} order={order} />
    </Card>
  );
}
