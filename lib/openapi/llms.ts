import { listed } from './listed.ts';
import type { OpenApi } from './open-api.ts';

/** How an order is paid, call by call; each is described by the document. */
const mainFlow = ['authenticate', 'createSession', 'createLink', 'getSession', 'capturePayment', 'refundPayment'];

/** The API in a page for language models (llmstxt.org): what it is, the main flow, and where everything is. */
export function llmsText(document: OpenApi): string {
  const url = document.servers[0]?.url ?? '';
  const groups = listed(document);
  const all = groups.flatMap(({ operations }) => operations);
  const flow = mainFlow.flatMap((id) => all.filter(({ operationId }) => operationId === id));
  const link = (operation: (typeof all)[number]) => `[${operation.method} ${operation.path}](${url}/docs#${operation.operationId}): ${operation.summary}`;
  const told = Object.values(document.webhooks).flatMap(({ post }) =>
    post ? [`- [${post.operationId}](${url}/docs#${post.operationId}): ${post.summary}`] : [],
  );
  return [
    `# ${document.info.title}`,
    `> ${document.info.summary}`,
    document.info.description.split('\n\n')[0],
    `## Main flow\n\n${flow.map((operation, index) => `${index + 1}. ${link(operation)}`).join('\n')}`,
    'Between the link and the rest the customer opens the link and pays, and `callbacks.notification` of the session is told. Send an `Idempotency-Key` with every POST that writes, and a JSON body with `Content-Type: application/json`.',
    `## Reference\n\n${[
      `- [OpenAPI 3.1](${url}/openapi.json): every call, field, error code and example`,
      `- [Reference](${url}/docs): the same for people`,
      `- [Postman collection](${url}/postman.json): the same to try out`,
    ].join('\n')}`,
    ...groups.map(({ tag, operations }) => `## ${tag.name}\n\n${tag.description}\n\n${operations.map((operation) => `- ${link(operation)}`).join('\n')}`),
    `## What you are told\n\n${told.join('\n')}`,
    '',
  ].join('\n\n');
}
