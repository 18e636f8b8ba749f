import type { Reference } from '#lib/openapi/reference-contract.ts';
import { MethodBadge } from './method-badge.tsx';

/** Where everything is: beside the reference on a wide screen, folded above it on a narrow one. */
export function Contents({ reference }: { reference: Reference }) {
  return (
    <>
      <nav
        aria-label="Contents"
        className="hidden w-72 shrink-0 self-start border-hairline border-r py-6 pr-4 pl-6 lg:sticky lg:top-12 lg:block lg:h-[calc(100svh-3rem)] lg:overflow-y-auto"
      >
        <List reference={reference} />
      </nav>
      <details className="border-hairline border-b px-4 sm:px-8 lg:hidden">
        <summary className="cursor-pointer py-3 font-semibold text-sm">Contents</summary>
        <nav aria-label="Contents" className="pb-6">
          <List reference={reference} />
        </nav>
      </details>
    </>
  );
}

function List({ reference: { about, groups } }: { reference: Reference }) {
  return (
    <ul className="flex flex-col gap-5 text-sm">
      <li>
        <p className="font-semibold text-quiet text-xs uppercase tracking-wide">Overview</p>
        <ul className="mt-1">
          {about.map(({ heading, anchor }) => (
            <Entry key={anchor} anchor={anchor} name={heading ?? 'Introduction'} />
          ))}
        </ul>
      </li>
      {groups.map(({ name, anchor, operations }) => (
        <li key={anchor}>
          <a href={`#${anchor}`} className="font-semibold text-quiet text-xs uppercase tracking-wide hover:text-ink">
            {name}
          </a>
          <ul className="mt-1">
            {operations.map(({ id, method, summary, isTold }) => (
              <Entry key={id} anchor={id} name={summary} {...(!isTold && { method })} />
            ))}
          </ul>
        </li>
      ))}
      <li>
        <a href="#schemas" className="font-semibold text-quiet text-xs uppercase tracking-wide hover:text-ink">
          Schemas
        </a>
      </li>
    </ul>
  );
}

function Entry({ anchor, name, method }: { anchor: string; name: string; method?: string }) {
  return (
    <li>
      <a href={`#${anchor}`} className="flex items-baseline justify-between gap-2 rounded px-2 py-1.5 hover:bg-sunken">
        <span>{name}</span>
        {method && <MethodBadge method={method} />}
      </a>
    </li>
  );
}
