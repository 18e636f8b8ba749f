import { type ApiErrorCode, apiErrors } from '../errors.ts';
import { curlOf, exampleText } from './curl.ts';
import { fieldOf, fieldsOf, schemaAnchor, typeName } from './fields.ts';
import { type Listed, listed, parametersOf } from './listed.ts';
import type { ApiResponse, OpenApi } from './open-api.ts';
import type { Reference, ReferenceOperation } from './reference-contract.ts';

/** All that the reference page says, made of the document alone. */
export function referenceOf(document: OpenApi): Reference {
  const { info, servers, components } = document;
  const named = components.schemas;
  return {
    title: info.title,
    summary: info.summary,
    url: servers[0]?.url ?? '',
    about: aboutOf(info.description),
    groups: [
      ...listed(document).map(({ tag, operations }) => ({
        ...tag,
        anchor: anchorOf(tag.name),
        operations: operations.map((operation) => operationOf(operation, document, false)),
      })),
      {
        name: 'What you are told',
        anchor: 'told',
        description: 'Requests that this service sends to addresses of yours.',
        operations: Object.entries(document.webhooks).flatMap(([path, { post }]) =>
          post ? [operationOf({ ...post, method: 'POST', path }, document, true)] : [],
        ),
      },
    ],
    schemas: Object.entries(named).map(([name, schema]) => ({
      name,
      anchor: schemaAnchor(name),
      description: schema.description,
      fields: schema.oneOf ? schema.oneOf.flatMap((choice) => fieldsOf(choice, { named, isWhole: false })) : fieldsOf(schema, { named, isWhole: false }),
      values: (schema.enum ?? []).map(String),
    })),
  };
}

const anchorOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-');

function aboutOf(description: string): Reference['about'] {
  return description.split(/^## /m).map((part, index) => {
    const [heading = '', ...paragraphs] = part.trim().split('\n\n');
    return index === 0
      ? { heading: undefined, anchor: 'about', paragraphs: [heading, ...paragraphs] }
      : { heading, anchor: `about-${anchorOf(heading)}`, paragraphs };
  });
}

function operationOf(operation: Listed, document: OpenApi, isTold: boolean): ReferenceOperation {
  const named = document.components.schemas;
  const responses = Object.entries(operation.responses).map(([status, response]): [string, ApiResponse] => [status, resolvedResponse(response, document)]);
  return {
    id: operation.operationId,
    method: operation.method,
    path: operation.path,
    summary: operation.summary,
    description: operation.description,
    isAltaPays: operation['x-altapay'],
    isTold,
    credentials: operation.security.flatMap((way) => Object.entries(way).map(([scheme, [group]]) => credentialWords[scheme]?.(group ?? '') ?? scheme)),
    parameters: parametersOf(operation, document).map(({ name, in: place, required, description, schema }) => ({
      ...fieldOf(name, { ...schema, ...(description && { description }) }, required, named),
      place,
    })),
    body: bodyOf(operation, document),
    answers: responses
      .filter(([status]) => !/^[45]/.test(status) || isTold)
      .map(([status, { description, content = {} }]) => {
        const [first] = Object.values(content);
        const schema = first && Object.keys(first.schema).length > 0 ? typeName(first.schema) : undefined;
        return { status, description, types: Object.keys(content), schema, example: first?.example === undefined ? undefined : exampleText(first.example) };
      }),
    errors: responses.flatMap(([status, response]) => errorsOf(status, response)),
    curl: isTold ? undefined : curlOf(operation, document),
  };
}

const credentialWords: Readonly<Record<string, (group: string) => string>> = {
  basic: () => 'HTTP Basic',
  merchantToken: (group) => `token with \`${group}\``,
  customerToken: () => 'customer’s token',
};

const resolvedResponse = (response: ApiResponse | { $ref: string }, { components }: OpenApi): ApiResponse =>
  '$ref' in response ? (components.responses[response.$ref.split('/').at(-1) ?? ''] ?? { description: '' }) : response;

function bodyOf({ requestBody }: Listed, { components }: OpenApi): ReferenceOperation['body'] {
  if (!requestBody) return undefined;
  const { content, required } = requestBody;
  const { schema, example } = Object.values(content)[0] ?? { schema: {}, example: undefined };
  const fields = fieldsOf(schema, { named: components.schemas, isWhole: true });
  return {
    type: Object.keys(content).join(' or '),
    isRequired: required,
    schema: typeName(schema),
    fields,
    example: example === undefined ? undefined : exampleText(example),
  };
}

/** The codes of a refusal, which its schema lists. */
function errorsOf(status: string, { content }: ApiResponse): ReferenceOperation['errors'] {
  const own = content?.['application/problem+json']?.schema.allOf?.[1]?.properties?.code;
  const codes = (own?.enum ?? (own?.const === undefined ? [] : [own.const])) as ApiErrorCode[];
  return codes.map((code) => ({ status: Number(status), code, title: apiErrors[code][1] }));
}
