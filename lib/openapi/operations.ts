import { timelineContract } from '../audit/contract.ts';
import { exchangeLinkContract, extendContract, openedContract, readCheckoutContract, watchCheckoutContract } from '../customers/contract.ts';
import { getDeliveryContract, listDeliveriesContract, replayDeliveryContract } from '../deliveries/contract.ts';
import { listEventsContract } from '../events/contract.ts';
import {
  bulkLinksContract,
  cancelLinkContract,
  changeLinkContract,
  createLinkContract,
  createSessionWithLinkContract,
  reissueLinkContract,
  shortCodeContract,
} from '../links/contract.ts';
import { exportLinksContract, getLinkContract, listLinksContract } from '../links/list-contract.ts';
import { posterContract, qrPdfContract, qrPngContract, qrSvgContract, qrTextContract } from '../links/print-contract.ts';
import { changeMerchantContract, getMerchantContract, removeLogoContract, uploadLogoContract } from '../merchants/brand-contract.ts';
import { authenticateContract } from '../merchants/contract.ts';
import { changeMethodContract, listMerchantMethodsContract, listMethodsContract, refreshMethodsContract } from '../methods/contract.ts';
import { startPaymentContract } from '../payments/contract.ts';
import { exportPaymentsContract, listPaymentsContract } from '../payments/list-contract.ts';
import { capturePaymentContract, getPaymentContract, refundPaymentContract, releasePaymentContract } from '../payments/operations-contract.ts';
import { receiptJsonContract, receiptPdfContract } from '../receipts/api-contract.ts';
import { cancelSessionContract, changeSessionContract, createSessionContract, customerTokenContract, getSessionContract } from '../sessions/contract.ts';
import { listSessionsContract } from '../sessions/list-contract.ts';
import { verifyContract } from '../stickers/contract.ts';
import {
  changeEndpointContract,
  getEndpointContract,
  listEndpointsContract,
  registerEndpointContract,
  replayEndpointContract,
  rotateSecretContract,
  testEndpointContract,
} from '../webhooks/contract.ts';
import type { DocumentedContract, Method, Operation, Wrapper } from './operation.ts';

const on = (method: Method) => (path: string, by: Wrapper, contract: DocumentedContract) => ({ method, path: `/checkout/v1/api${path}`, by, contract });
const [get, post, put, patch, remove] = [on('GET'), on('POST'), on('PUT'), on('PATCH'), on('DELETE')];

/**
 * Every route under /checkout/v1/api, a line each: its operationId, its address, the wrapper of lib/http/endpoint.ts
 * that its route file uses, and its contract. operations.test.ts compares it with the route files.
 */
const byTag: Readonly<Record<string, Readonly<Record<string, ReturnType<typeof get>>>>> = {
  Authentication: {
    authenticate: post('/authenticate', 'reads', authenticateContract),
    createSessionToken: post('/session/{sessionId}/token', 'reads', customerTokenContract),
  },
  Sessions: {
    createSession: post('/session', 'writes', createSessionContract),
    listSessions: get('/session', 'reads', listSessionsContract),
    changeSession: put('/session/{sessionId}', 'writes', changeSessionContract),
    getSession: get('/session/{sessionId}', 'reads', getSessionContract),
    cancelSession: post('/session/{sessionId}/cancel', 'writes', cancelSessionContract),
    getSessionTimeline: get('/session/{sessionId}/timeline', 'reads', timelineContract),
  },
  Links: {
    createLink: post('/session/{sessionId}/link', 'writes', createLinkContract),
    createSessionWithLink: post('/link', 'writes', createSessionWithLinkContract),
    createLinksInBulk: post('/link/bulk', 'sends', bulkLinksContract),
    listLinks: get('/link', 'reads', listLinksContract),
    exportLinks: get('/link/export.csv', 'sends', exportLinksContract),
    getLink: get('/link/{linkId}', 'reads', getLinkContract),
    changeLink: patch('/link/{linkId}', 'writes', changeLinkContract),
    reissueLink: post('/link/{linkId}/reissue', 'writes', reissueLinkContract),
    cancelLink: post('/link/{linkId}/cancel', 'writes', cancelLinkContract),
    drawLinkAsPng: get('/link/{linkId}/qr.png', 'sends', qrPngContract),
    drawLinkAsSvg: get('/link/{linkId}/qr.svg', 'sends', qrSvgContract),
    drawLinkAsPdf: get('/link/{linkId}/qr.pdf', 'sends', qrPdfContract),
    drawLinkAsText: get('/link/{linkId}/qr.txt', 'sends', qrTextContract),
    makeShortCode: post('/link/{linkId}/short-code', 'writes', shortCodeContract),
    printLink: get('/link/{linkId}/poster.pdf', 'sends', posterContract),
    verifyCode: post('/verify', 'reads', verifyContract),
  },
  Payments: {
    listSessionPaymentMethods: get('/session/{sessionId}/payment-methods', 'reads', listMethodsContract),
    startPayment: post('/payment', 'acts', startPaymentContract),
    listPayments: get('/payment', 'reads', listPaymentsContract),
    exportPayments: get('/payment/export.csv', 'sends', exportPaymentsContract),
    getPayment: get('/payment/{paymentId}', 'reads', getPaymentContract),
    capturePayment: post('/payment/{paymentId}/capture', 'acts', capturePaymentContract),
    refundPayment: post('/payment/{paymentId}/refund', 'acts', refundPaymentContract),
    readReceipt: get('/payment/{paymentId}/receipt.json', 'sends', receiptJsonContract),
    printReceipt: get('/payment/{paymentId}/receipt.pdf', 'sends', receiptPdfContract),
    releasePayment: post('/payment/{paymentId}/release', 'acts', releasePaymentContract),
  },
  'Payment methods': {
    listPaymentMethods: get('/payment-methods', 'reads', listMerchantMethodsContract),
    changePaymentMethod: put('/payment-methods/{methodId}', 'writes', changeMethodContract),
    refreshPaymentMethods: post('/payment-methods/refresh', 'acts', refreshMethodsContract),
  },
  'Your brand': {
    getMerchant: get('/merchant', 'reads', getMerchantContract),
    changeMerchant: patch('/merchant', 'writes', changeMerchantContract),
    uploadLogo: put('/merchant/logo', 'receives', uploadLogoContract),
    removeLogo: remove('/merchant/logo', 'acts', removeLogoContract),
  },
  Webhooks: {
    registerWebhookEndpoint: post('/webhooks', 'writes', registerEndpointContract),
    listWebhookEndpoints: get('/webhooks', 'reads', listEndpointsContract),
    getWebhookEndpoint: get('/webhooks/{endpointId}', 'reads', getEndpointContract),
    changeWebhookEndpoint: patch('/webhooks/{endpointId}', 'writes', changeEndpointContract),
    rotateWebhookSecret: post('/webhooks/{endpointId}/rotate-secret', 'writes', rotateSecretContract),
    testWebhookEndpoint: post('/webhooks/{endpointId}/test', 'acts', testEndpointContract),
    replayWebhookEndpoint: post('/webhooks/{endpointId}/replay', 'writes', replayEndpointContract),
    listEvents: get('/events', 'reads', listEventsContract),
    listDeliveries: get('/deliveries', 'reads', listDeliveriesContract),
    getDelivery: get('/deliveries/{deliveryId}', 'reads', getDeliveryContract),
    replayDelivery: post('/deliveries/{deliveryId}/replay', 'writes', replayDeliveryContract),
  },
  'Pages of your own': {
    exchangeLink: post('/link/exchange', 'opens', exchangeLinkContract),
    readCheckout: get('/session/{sessionId}/checkout', 'reads', readCheckoutContract),
    watchCheckout: get('/session/{sessionId}/status', 'reads', watchCheckoutContract),
    tellOpened: post('/session/{sessionId}/opened', 'acts', openedContract),
    extendLink: post('/session/{sessionId}/extend', 'acts', extendContract),
  },
};

/** The same as a list, in the order of the reference. */
export const operations: readonly Operation[] = Object.entries(byTag).flatMap(([tag, byId]) =>
  Object.entries(byId).map(([id, operation]) => ({ id, tag, ...operation })),
);
