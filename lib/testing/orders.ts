/** An order as a merchant's backend sends it: three lines, one of them shipping, tax on one. Override what matters. */
export function anOrder(overrides: { orderId?: string; value?: number; currency?: string } = {}) {
  const { orderId = 'Order-1234/2026', currency = 'DKK' } = overrides;
  const value = overrides.value ?? 2049.99;
  return {
    orderId,
    amount: { value, currency },
    orderLines:
      overrides.value === undefined
        ? [
            { itemId: 'SKU-1', description: 'Blue shirt', quantity: 2, unitPrice: 800, taxAmount: 350.99, goodsType: 'item' },
            { itemId: 'SKU-2', description: 'Gift wrapping', quantity: 1, unitPrice: 0, taxAmount: 0, goodsType: 'handling' },
            { itemId: 'ship', description: 'Delivery', quantity: 1, unitPrice: 99, taxAmount: 0, goodsType: 'shipment' },
          ]
        : [{ itemId: 'SKU-1', description: 'Blue shirt', quantity: 1, unitPrice: value, taxAmount: 0, goodsType: 'item' }],
    customer: {
      firstName: 'Ada',
      lastName: 'Berg',
      email: 'ada@example.com',
      billingAddress: { street: 'Main 1', city: 'Copenhagen', country: 'DK', zipCode: '1040' },
    },
    transactionInfo: { source: 'newsletter' },
  };
}
