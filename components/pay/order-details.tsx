import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageLine, PageOrder } from '#lib/payments/pay-page-contract.ts';
import { Phrase } from '../phrase.tsx';

/** The order's lines and how they come to the total. */
export function OrderDetails({ language, order }: { language: PageLanguage; order: PageOrder }) {
  const { t, money } = language;
  return (
    <section aria-labelledby="order-heading" className="mt-5 border-hairline border-t pt-4">
      <h2 id="order-heading" className="sr-only">
        {t('order.heading')}
      </h2>
      {order.lines.length > 0 && (
        <ul className="flex flex-col gap-3">
          {order.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place, and never move on one page
            <OrderLine key={`${index}:${line.description}`} language={language} line={line} />
          ))}
        </ul>
      )}
      <dl className={`flex flex-col gap-1.5 text-sm ${order.lines.length > 0 ? 'mt-4 border-hairline border-t pt-4' : ''}`}>
        {order.shipping && <Sum label={t('order.shipping')} value={money(order.shipping)} />}
        {order.tax && <Sum label={t('order.tax')} value={money(order.tax)} />}
        <Sum label={t('order.total')} value={money(order.total)} isTotal />
      </dl>
    </section>
  );
}

function OrderLine({ language, line }: { language: PageLanguage; line: PageLine }) {
  return (
    <li className="flex items-baseline justify-between gap-4">
      <span className="min-w-0">
        <bdi>{line.description}</bdi>
        {line.quantity !== 1 && (
          <span className="block text-quiet text-sm">
            <Phrase language={language} id="order.quantity" values={{ quantity: language.count(line.quantity) }} />
          </span>
        )}
      </span>
      <bdi className="amount max-w-[60%] shrink-0 text-end">{language.money(line.total)}</bdi>
    </li>
  );
}

function Sum({ label, value, isTotal = false }: { label: string; value: string; isTotal?: boolean }) {
  return (
    <div className={`flex items-baseline justify-between gap-4 ${isTotal ? 'pt-1 font-semibold text-base' : 'text-quiet'}`}>
      <dt>{label}</dt>
      <dd className="amount max-w-[70%] shrink-0 text-end">
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
