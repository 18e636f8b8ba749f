import type { Order } from './altapay.d.ts';
import type { Checkout } from './checkout.ts';
import type { View } from './core.ts';
import { bdi, make, moneyText, onChange, openHost } from './draw.ts';

/** The order as its customer reads it: to whom, how much, for what. */
export function orderView(): View {
  const section = make('section', 'order');
  const { host } = openHost(section);
  const draw = onChange((checkout: Checkout) => {
    section.setAttribute('aria-label', checkout.words.orderHeading);
    section.replaceChildren(make('p', 'merchant', bdi(checkout.merchant.name)), ...(checkout.order ? orderParts(checkout.order, checkout) : []));
  });
  return { host, draw };
}

function orderParts({ amount, lines, shipping, tax }: Order, checkout: Checkout): Node[] {
  const { words, language } = checkout;
  const list = make('ul', 'lines');
  for (const { description, quantity, amount: total } of lines) {
    const what = make('span', 'description', bdi(description));
    if (quantity !== 1) what.append(make('small', 'quantity', words.quantity.replace('{quantity}', quantity.toLocaleString(language.tag))));
    list.append(make('li', 'line', what, moneyText(total, checkout)));
  }
  const sums = make('dl', 'sums');
  for (const [name, sum] of Object.entries({ shipping, tax, total: amount })) {
    if (sum) sums.append(make('div', name, make('dt', '', words[name as 'total']), make('dd', '', moneyText(sum, checkout))));
  }
  return [make('p', 'amount', moneyText(amount, checkout)), list, sums];
}
