import type { Field, TypeName } from '#lib/openapi/reference-contract.ts';
import { Code, Words } from './words.tsx';

/** The members of an object, each with what it may be; those within one unfold. */
export function FieldList({ fields }: { fields: Field[] }) {
  return (
    <ul className="divide-y divide-hairline border-hairline border-y">
      {fields.map((field) => (
        <FieldItem key={field.name} field={field} />
      ))}
    </ul>
  );
}

function FieldItem({ field: { name, type, isRequired, description, limits, fields } }: { field: Field }) {
  return (
    <li className="py-3 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <code className="font-mono font-semibold">{name}</code>
        <Type type={type} />
        {isRequired ? <span className="text-warn text-xs">required</span> : <span className="text-quiet text-xs">optional</span>}
      </p>
      {description && (
        <p className="mt-1">
          <Words text={description} />
        </p>
      )}
      {limits.length > 0 && (
        <p className="mt-1 text-quiet">
          <Words text={limits.join('; ')} />
        </p>
      )}
      {fields.length > 0 && (
        <details className="mt-2 rounded-xl border border-hairline px-3">
          <summary className="cursor-pointer py-2 text-accent text-sm">Members of {name}</summary>
          <FieldList fields={fields} />
        </details>
      )}
    </li>
  );
}

export function Type({ type: { text, anchor } }: { type: TypeName }) {
  if (!anchor) return <span className="text-quiet text-xs">{text}</span>;
  return (
    <a href={`#${anchor}`} className="text-accent text-xs underline decoration-dotted underline-offset-2">
      {text}
    </a>
  );
}

/** Values that are all there is to a schema. */
export function ValueList({ values }: { values: string[] }) {
  return (
    <p className="text-sm leading-7">
      {values.map((value) => (
        <span key={value}>
          <Code>{value}</Code>{' '}
        </span>
      ))}
    </p>
  );
}
