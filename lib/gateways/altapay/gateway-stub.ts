import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayAccess } from '#lib/gateways/gateway.ts';

export type SeenRequest = {
  verb: string;
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  authorization: string | undefined;
  contentType: string | undefined;
};

/** A gateway for tests on a loopback port: it records what it is sent and answers what it is told. */
export async function startGatewayStub(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    seen.push({
      verb: request.method ?? '',
      path: pathname,
      query: searchParams,
      form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      authorization: request.headers.authorization,
      contentType: request.headers['content-type'],
    });
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const access: GatewayAccess = {
    baseUrl: `http://127.0.0.1:${port}/sandbox/`,
    username: 'api@shop',
    password: 'pass:wörd',
    callbackSecret: 'secret',
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { access, seen, stop, [Symbol.asyncDispose]: stop };
}

/** Answers with this text and status. */
export const answerWith =
  (body: string, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(body);
  };

/** An envelope around a body as the gateway writes it. */
export const envelope = (method: string, body: string, header: { errorCode?: string; date?: string } = {}): string =>
  `<?xml version="1.0"?>
<APIResponse version="20251231"><Header><Date>${header.date ?? '2026-03-05T09:25:19+00:00'}</Date><Path>API/${method}</Path><ErrorCode>${header.errorCode ?? '0'}</ErrorCode><ErrorMessage></ErrorMessage></Header>${body && `<Body>${body}</Body>`}</APIResponse>
`;

/** A transaction as the gateway lists it; `changes` replaces the text of the elements it names. */
export function transactionElement(changes: Record<string, string> = {}, lists = { infos: '', reconciliations: '' }): string {
  const elements = {
    TransactionId: '8100042',
    PaymentId: '5a1b7b4e-6f2a-4f0a-9a51-0f1f7a3f2d11',
    AuthType: 'payment',
    CardStatus: 'Valid',
    CreditCardMaskedPan: '411111******1111',
    ThreeDSecureResult: 'Successful',
    ShopOrderId: 'Order-1234-1',
    Shop: 'Demo shop',
    Terminal: 'Demo Card Terminal',
    TransactionStatus: 'preauth',
    ReasonCode: 'NONE',
    MerchantCurrency: '208',
    MerchantCurrencyAlpha: 'DKK',
    ReservedAmount: '2049.99',
    CapturedAmount: '0.00',
    RefundedAmount: '0.00',
    CreatedDate: '2026-03-05 09:25:10',
    UpdatedDate: '2026-03-05 09:25:18',
    PaymentNature: 'CreditCard',
    ...changes,
  };
  const texts = Object.entries(elements).map(([name, text]) => `<${name}>${text}</${name}>`);
  return `<Transaction>${texts.join('')}<PaymentInfos>${lists.infos}</PaymentInfos><ReconciliationIdentifiers>${lists.reconciliations}</ReconciliationIdentifiers></Transaction>`;
}
