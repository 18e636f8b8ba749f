import { AltaPay } from 'https://pay.example/sdk/v1.mjs';

const [order, methods] = document.querySelectorAll('#order, #methods');
try {
  const session = await AltaPay.initFromQR();
  await Promise.all([session.injectOrder(order), session.injectPaymentMethods(methods)]);
} catch (error) {
  methods.textContent = error.message;
}
