import { type ApiErrorCode, apiErrors } from '../errors.ts';
import type { JsonSchema } from './json-schema.ts';
import type { ApiResponse, Header } from './open-api.ts';
import type { Operation } from './operation.ts';
import { byStatus, refusalsOf } from './refusals.ts';

const fieldError: JsonSchema = {
  type: 'object',
  properties: {
    pointer: {
      type: 'string',
      description: 'An RFC 6901 pointer into the body; of a query, `/` and the name of the parameter.',
      examples: ['/order/amount/value'],
    },
    detail: { type: 'string', examples: ['must be a number'] },
  },
  required: ['pointer', 'detail'],
};

/** What every refusal says (lib/http/problem.ts). */
export const Problem: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; `detail` is for people and names the remedy.',
  properties: {
    type: { type: 'string', examples: ['urn:payment-links:problem:not_found'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(apiErrors) },
    errors: { type: 'array', items: fieldError, description: 'Each wrong field.' },
    minimum: { type: 'integer', description: 'Of `qr_too_small`: the least size that can be scanned.' },
    requestId: { type: 'string', description: 'Quote it when you ask about it. It is the header `X-Request-Id`, too.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
};

const headers: Record<string, Header> = {
  RequestId: { description: 'Quote it when you ask about it.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait before you ask again.', schema: { type: 'integer' } },
  Authenticate: { description: 'Which credentials open the call.', schema: { type: 'string' } },
  Allow: { description: 'The methods that the address takes.', schema: { type: 'string' } },
};

export type Answers = {
  headers: Record<string, Header>;
  /** Refusals that more than one call answers, by name. */
  shared: Record<string, ApiResponse>;
  of: (operation: Operation) => Record<string, ApiResponse | { $ref: string }>;
};

/** The refusals of all calls; those that are the same everywhere are written once. */
export function makeAnswers(operations: readonly Operation[]): Answers {
  const counts = new Map<string, number>();
  for (const operation of operations)
    for (const codes of byStatus(refusalsOf(operation)).values()) counts.set(nameOf(codes), (counts.get(nameOf(codes)) ?? 0) + 1);
  const shared: Record<string, ApiResponse> = { MethodNotAllowed: refusal(['method_not_allowed']) };
  const of = (operation: Operation) => {
    const refused = [...byStatus(refusalsOf(operation))].map(([status, codes]) => {
      const name = nameOf(codes);
      if (counts.get(name) === 1) return [String(status), refusal(codes)];
      shared[name] ??= refusal(codes);
      return [String(status), { $ref: `#/components/responses/${name}` }];
    });
    return Object.fromEntries(refused) as Record<string, ApiResponse | { $ref: string }>;
  };
  return { headers, shared, of };
}

const nameOf = (codes: readonly ApiErrorCode[]): string => codes.map(pascal).join('Or');

const pascal = (code: string): string => code.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A refusal with one of these codes, which have one status. */
function refusal(codes: readonly ApiErrorCode[]): ApiResponse {
  const [first = 'internal'] = codes;
  const [status, title] = apiErrors[first];
  const own: JsonSchema = { properties: { code: codes.length === 1 ? { const: first } : { enum: [...codes] }, status: { const: status } } };
  const example = {
    type: `urn:payment-links:problem:${first}`,
    title,
    status,
    detail: `${title}.`,
    code: first,
    requestId: '0198c7a2-6c1e-7d3b-9f50-2b8a4e6d1c02',
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${apiErrors[code][1]}.`).join(' '),
    headers: headersOf(status),
    content: { 'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, own] }, example } },
  };
}

function headersOf(status: number): Record<string, { $ref: string }> {
  const named = (name: string) => ({ $ref: `#/components/headers/${name}` });
  return {
    'X-Request-Id': named('RequestId'),
    ...(status === 401 && { 'WWW-Authenticate': named('Authenticate') }),
    ...(status === 405 && { Allow: named('Allow') }),
    ...([409, 429, 503].includes(status) && { 'Retry-After': named('RetryAfter') }),
  };
}
