import type { Order } from './altapay.d.ts';
import type { Checkout, Words } from './checkout.ts';
import type { View } from './core.ts';
import { bdi, make, onChange, openHost } from './draw.ts';

/** The order as its customer reads it: to whom, how much, for what. */
export function orderView(): View {
  const section = make('section', 'order');
  const { host } = openHost(section);
  const draw = onChange((checkout: Checkout) => {
    section.setAttribute('aria-label', checkout.words.orderHeading);
    section.replaceChildren(make('p', 'merchant', bdi(checkout.merchant.name)), ...(checkout.order ? orderParts(checkout.order, checkout.words) : []));
  });
  return { host, draw };
}

function orderParts({ amount, lines, shipping, tax }: Order, words: Words): Node[] {
  const list = make('ul', 'lines');
  for (const { description, quantityText, amount: total } of lines) {
    const what = make('span', 'description', bdi(description));
    if (quantityText) what.append(make('small', 'quantity', quantityText));
    list.append(make('li', 'line', what, bdi(total.text)));
  }
  const sums = make('dl', 'sums');
  for (const [name, sum] of Object.entries({ shipping, tax, total: amount })) {
    if (sum) sums.append(make('div', name, make('dt', '', words[name as 'total']), make('dd', '', bdi(sum.text))));
  }
  return [make('p', 'amount', bdi(amount.text)), list, sums];
}
