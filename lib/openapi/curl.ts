import { exampleOf } from './example.ts';
import { type Listed, parametersOf } from './listed.ts';
import type { OpenApi } from './open-api.ts';

/** The call as a command of a shell, with its example for a body and variables where the reader has to put something in. */
export function curlOf(operation: Listed, document: OpenApi): string {
  const { method, path, security, requestBody } = operation;
  const body = requestBody?.content['application/json'];
  const isKeyed = parametersOf(operation, document).some(({ name }) => name === 'Idempotency-Key');
  const address = `${document.servers[0]?.url ?? ''}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${upperCase(name)}`)}`;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${address}"`,
    ...(security.length === 0 ? [] : [security.some((way) => 'basic' in way) ? '-u "$API_USER:$API_PASSWORD"' : '-H "Authorization: Bearer $TOKEN"']),
    ...(isKeyed ? [`-H "Idempotency-Key: ${exampleOf(document.components.parameters.IdempotencyKey?.schema ?? {}, {})}"`] : []),
    ...(body ? ['-H "Content-Type: application/json"', `-d '${JSON.stringify(body.example, null, 2).replaceAll("'", "'\\''")}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

const upperCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
