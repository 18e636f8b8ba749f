import type { ReactNode } from 'react';
import type { ReferenceOperation } from '#lib/openapi/reference-contract.ts';
import { CodeBlock } from './code-block.tsx';
import { FieldList, Type } from './field-list.tsx';
import { MethodBadge } from './method-badge.tsx';
import { TryForm } from './try-form.tsx';
import { Code, Words } from './words.tsx';

type OperationProps = { operation: ReferenceOperation; isTryable: boolean };

/** One call: what it is on the left, how it looks on the right. */
export function Operation({ operation, isTryable }: OperationProps) {
  const { id, summary, description, method, path, isTold, isAltaPays } = operation;
  return (
    <article id={id} aria-labelledby={`${id}-title`} className="scroll-mt-16 border-hairline border-t py-10">
      <h3 id={`${id}-title`} className="font-semibold text-xl tracking-tight">
        <a href={`#${id}`} className="hover:underline">
          {summary}
        </a>
      </h3>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <MethodBadge method={method} />
        {isAltaPays && <span className="rounded border border-edge px-1.5 py-0.5 font-semibold text-[0.6875rem] leading-none">AltaPay</span>}
        {isTold ? <span className="text-quiet text-sm">to an address of yours</span> : <code className="break-all font-mono text-sm">{path}</code>}
      </p>
      <div className="mt-4 grid gap-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
        <div className="flex min-w-0 flex-col gap-6">
          {description && (
            <p>
              <Words text={description} />
            </p>
          )}
          <Facts operation={operation} />
          <Takes operation={operation} />
          <Answers operation={operation} />
          <Errors operation={operation} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-16 xl:self-start xl:has-[details[open]]:static">
          <Samples operation={operation} />
          {/* A form of the page's sends text. */}
          {isTryable && !isTold && !operation.body?.type.startsWith('image/') && <TryForm operation={operation} />}
        </div>
      </div>
    </article>
  );
}

function Facts({ operation: { isAltaPays, credentials, isTold } }: { operation: ReferenceOperation }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      <dt className="text-quiet">Contract</dt>
      <dd>{isAltaPays ? 'AltaPay’s Checkout API' : 'Ours, beside AltaPay’s'}</dd>
      {!isTold && (
        <>
          <dt className="text-quiet">Credentials</dt>
          <dd>
            <Words text={credentials.length > 0 ? credentials.join(', or ') : 'None'} />
          </dd>
        </>
      )}
    </dl>
  );
}

const places = { path: 'Path', query: 'Query', header: 'Headers' } as const;

function Takes({ operation: { parameters, body } }: { operation: ReferenceOperation }) {
  return (
    <>
      {(['path', 'query', 'header'] as const).map((place) => {
        const fields = parameters.filter((parameter) => parameter.place === place);
        return fields.length === 0 ? null : (
          <section key={place}>
            <Heading>{places[place]}</Heading>
            <FieldList fields={fields} />
          </section>
        );
      })}
      {body && (
        <section>
          <Heading>
            Body <span className="ml-1 font-normal text-quiet text-xs">{body.type}</span> <Type type={body.schema} />
            {!body.isRequired && <span className="ml-2 font-normal text-quiet text-xs">may be empty</span>}
          </Heading>
          <FieldList fields={body.fields} />
        </section>
      )}
    </>
  );
}

function Answers({ operation: { answers, isTold } }: { operation: ReferenceOperation }) {
  return (
    <section>
      <Heading>{isTold ? 'What you may answer' : 'Answer'}</Heading>
      <ul className="flex flex-col gap-1 text-sm">
        {answers.map(({ status, description, types, schema }) => (
          <li key={status} className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono font-semibold">{status}</code>
            {schema?.anchor && <Type type={schema} />}
            <span>
              <Words text={description} />
            </span>
            <span className="text-quiet text-xs">{types.join(' or ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Errors({ operation: { errors } }: { operation: ReferenceOperation }) {
  if (errors.length === 0) return null;
  return (
    <details className="rounded-xl border border-hairline px-4">
      <summary className="cursor-pointer py-3 font-semibold text-sm">
        Errors <span className="font-normal text-quiet">({errors.length} codes)</span>
      </summary>
      <ul className="divide-y divide-hairline border-hairline border-t text-sm">
        {errors.map(({ status, code, title }) => (
          <li key={code} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
            <span className="font-mono text-quiet">{status}</span>
            <Code>{code}</Code>
            <span className="text-quiet">{title}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Samples({ operation: { curl, body, answers, isTold } }: { operation: ReferenceOperation }) {
  const shown = answers.find(({ example }) => example !== undefined);
  return (
    <>
      {curl && <CodeBlock label="Request" text={curl} />}
      {isTold && body?.example && <CodeBlock label="What is sent" text={body.example} />}
      {shown?.example !== undefined && <CodeBlock label={`Answer ${shown.status}`} text={shown.example} />}
    </>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <h4 className="mb-2 font-semibold text-sm">{children}</h4>;
}
