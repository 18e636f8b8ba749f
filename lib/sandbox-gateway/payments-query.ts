import { readTogether } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { isId } from '../ids.ts';
import type { Account } from './accounts.ts';
import { type Form, FormError, textOf } from './form.ts';
import { transactionXml, wholeTransaction } from './transaction-xml.ts';
import { element, type Xml } from './xml.ts';

const usualLimit = 10;
const maximumLimit = 100;

const filters = ['transaction_id', 'payment_id', 'shop_orderid', 'terminal', 'shop'];

/** The body of `payments`: the shop's transactions that fit the filters, and the filters. */
export async function listPayments(account: Account, form: Form): Promise<Xml[]> {
  const query = { where: { accountId: account.id, ...filterOf(form) }, orderBy: { id: orderOf(form) }, take: limitOf(form) } as const;
  const found = await readTogether((tx) => tx.sandboxTransaction.findMany({ ...query, include: wholeTransaction }));
  const echoed = filters.flatMap((key) => {
    const value = textOf(form, key);
    return value === undefined ? [] : [element(key, value)];
  });
  return [element('ResultFilter', echoed), element('Transactions', found.map(transactionXml))];
}

/** At least one of the three keys is needed; what cannot be an id simply matches nothing. */
function filterOf(form: Form): Prisma.SandboxTransactionWhereInput {
  const [id, paymentId, shopOrderId, terminal, shop] = filters.map((key) => textOf(form, key));
  if (!id && !paymentId && !shopOrderId) throw new FormError('One of transaction_id, payment_id and shop_orderid is needed');
  return {
    ...(id ? { id: /^\d{1,18}$/.test(id) ? BigInt(id) : -1n } : {}),
    ...(paymentId ? (isId(paymentId) ? { paymentId } : { paymentId: nobody }) : {}),
    ...(shopOrderId ? { shopOrderId } : {}),
    ...(terminal ? { request: { terminal } } : {}),
    ...(shop ? { account: { shopName: shop } } : {}),
  };
}

const nobody = '00000000-0000-0000-0000-000000000000';

function orderOf(form: Form): 'asc' | 'desc' {
  const sort = textOf(form, 'sort') ?? 'asc';
  if (sort !== 'asc' && sort !== 'desc') throw new FormError('sort must be asc or desc');
  return sort;
}

function limitOf(form: Form): number {
  const text = textOf(form, 'limit') ?? String(usualLimit);
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > maximumLimit) throw new FormError(`limit must be between 1 and ${maximumLimit}`);
  return limit;
}
