import type { Reference } from '#lib/openapi/reference-contract.ts';
import { Contents } from './contents.tsx';
import { FieldList, ValueList } from './field-list.tsx';
import { Operation } from './operation.tsx';
import { Credentials } from './try-form.tsx';
import { Code, Words } from './words.tsx';

type ReferencePageProps = { reference: Reference; isTest: boolean };

/** The API's reference, whole in one page: it is searched by the browser, and every call has an address. */
export function ReferencePage({ reference, isTest }: ReferencePageProps) {
  return (
    <html lang="en" dir="ltr" className="bg-surface">
      <head>
        <title>{`API reference · ${reference.title}`}</title>
        <meta name="description" content={reference.summary} />
      </head>
      <body className="flex flex-col bg-surface font-sans text-base text-ink">
        <a href="#about" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-surface focus:p-3">
          Skip to the reference
        </a>
        <TopBar reference={reference} isTest={isTest} />
        <div className="mx-auto flex w-full max-w-[90rem] flex-1 flex-col lg:flex-row">
          <Contents reference={reference} />
          <main className="min-w-0 flex-1 px-4 pb-24 sm:px-8">
            <About reference={reference} isTest={isTest} />
            {reference.groups.map(({ name, anchor, description, operations }) => (
              <section key={anchor} id={anchor} aria-labelledby={`${anchor}-title`} className="scroll-mt-16 pt-12">
                <h2 id={`${anchor}-title`} className="font-semibold text-2xl tracking-tight">
                  {name}
                </h2>
                <p className="mt-2 mb-8 text-quiet">{description}</p>
                {operations.map((operation) => (
                  <Operation key={operation.id} operation={operation} isTryable={isTest} />
                ))}
              </section>
            ))}
            <Schemas schemas={reference.schemas} />
          </main>
        </div>
      </body>
    </html>
  );
}

const files = [
  ['/openapi.json', 'OpenAPI'],
  ['/postman.json', 'Postman'],
  ['/llms.txt', 'llms.txt'],
] as const;

function TopBar({ reference, isTest }: ReferencePageProps) {
  return (
    <header className="z-10 border-hairline border-b bg-surface lg:sticky lg:top-0">
      <div className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-5 gap-y-1 px-4 py-3 sm:px-8 lg:px-6">
        <p className="mr-auto font-semibold text-sm">
          {reference.title}
          {isTest && <span className="ml-2 rounded bg-warn-soft px-1.5 py-0.5 font-medium text-warn text-xs">Test mode</span>}
        </p>
        {files.map(([address, name]) => (
          <a key={address} href={address} className="py-1 text-accent text-sm hover:underline">
            {name}
          </a>
        ))}
      </div>
    </header>
  );
}

function About({ reference: { about, url, title }, isTest }: ReferencePageProps) {
  return (
    <section id="about" className="scroll-mt-16 pt-10">
      <h1 className="font-semibold text-4xl tracking-tight">{title}</h1>
      <p className="mt-3 text-quiet text-sm">
        API reference · base address <Code>{`${url}/checkout/v1/api`}</Code>
      </p>
      <div className="mt-6 flex max-w-3xl flex-col gap-4">
        {about.map(({ heading, anchor, paragraphs }) => (
          <section key={anchor} id={heading ? anchor : undefined} className="scroll-mt-16">
            {heading && <h2 className="mt-4 mb-1 font-semibold text-xl">{heading}</h2>}
            {paragraphs.map((paragraph) => (
              <p key={paragraph}>
                <Words text={paragraph} />
              </p>
            ))}
          </section>
        ))}
      </div>
      {isTest && <Credentials />}
    </section>
  );
}

function Schemas({ schemas }: Pick<Reference, 'schemas'>) {
  return (
    <section id="schemas" aria-labelledby="schemas-title" className="scroll-mt-16 border-hairline border-t pt-12">
      <h2 id="schemas-title" className="font-semibold text-2xl tracking-tight">
        Schemas
      </h2>
      <p className="mt-2 text-quiet">What requests and answers are made of.</p>
      {schemas.map(({ name, anchor, description, fields, values }) => (
        <section key={anchor} id={anchor} className="max-w-3xl scroll-mt-16 pt-10">
          <h3 className="mb-2 font-mono font-semibold">{name}</h3>
          {description && (
            <p className="mb-2 text-sm">
              <Words text={description} />
            </p>
          )}
          {fields.length > 0 && <FieldList fields={fields} />}
          {values.length > 0 && <ValueList values={values} />}
        </section>
      ))}
    </section>
  );
}
