import type { Field, ReferenceOperation } from '#lib/openapi/reference-contract.ts';

/**
 * A form that sends the call (components/browser/docs), in test mode. It is shown by the script that makes it work.
 * What a person types here is kept nowhere.
 */
export function TryForm({ operation: { id, method, path, parameters, body, credentials } }: { operation: ReferenceOperation }) {
  const isJson = body?.type.includes('application/json') ?? false;
  return (
    <details hidden data-try className="rounded-xl border border-hairline bg-surface px-3">
      <summary className="cursor-pointer py-2.5 font-semibold text-accent text-sm">Send a request</summary>
      <form
        data-method={method}
        data-path={path}
        data-operation={id}
        data-credentials={credentials.length > 0}
        className="flex flex-col gap-3 border-hairline border-t py-3"
      >
        {parameters.map((parameter) => (
          <Input key={parameter.name} id={`${id}-${parameter.name}`} parameter={parameter} />
        ))}
        {body && (
          <p>
            <label htmlFor={`${id}-body`} className="font-mono text-xs">
              Body
            </label>
            <textarea
              id={`${id}-body`}
              name="body"
              data-place="body"
              data-type={isJson ? 'application/json' : body.type}
              defaultValue={body.example ?? ''}
              rows={Math.min(14, (body.example ?? '').split('\n').length + 1)}
              spellCheck={false}
              className={box}
            />
          </p>
        )}
        <p>
          <button type="submit" className="min-h-10 rounded-lg bg-accent px-4 font-semibold text-accent-ink text-sm hover:bg-accent-strong">
            Send
          </button>
        </p>
        <output data-answer className="flex min-w-0 flex-col gap-2 text-sm" />
      </form>
    </details>
  );
}

const box = 'mt-1 block w-full rounded-lg border border-edge bg-surface px-2.5 py-2 font-mono text-xs';

function Input({ id, parameter: { name, place, isRequired, limits } }: { id: string; parameter: Field & { place: string } }) {
  const [values] = limits.filter((limit) => limit.startsWith('one of ')).map((limit) => [...limit.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value));
  return (
    <p>
      <label htmlFor={id} className="font-mono text-xs">
        {name} {isRequired && <span className="font-sans text-warn">required</span>}
      </label>
      {values ? (
        <select id={id} name={name} data-place={place} required={isRequired} className={`${box} min-h-9`}>
          <option value="" />
          {values.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </select>
      ) : (
        <input id={id} name={name} data-place={place} required={isRequired} autoComplete="off" spellCheck={false} className={box} />
      )}
    </p>
  );
}

/** Who sends: for all forms of the page at once. */
export function Credentials() {
  return (
    <form data-credentials-form hidden className="mt-6 rounded-2xl border border-hairline bg-sunken p-4">
      <h3 className="font-semibold">Send requests from this page</h3>
      <p className="mt-1 text-quiet text-sm">
        The service is in test mode: no money moves. What you type stays in this page and is gone when you leave it. A token, when there is one, goes before
        user and password.
      </p>
      <div className="mt-3 grid gap-3 sm:grid-cols-3">
        <Secret name="username" label="API user" type="text" />
        <Secret name="password" label="API password" type="password" />
        <Secret name="token" label="Token" type="password" />
      </div>
    </form>
  );
}

function Secret({ name, label, type }: { name: string; label: string; type: string }) {
  return (
    <p>
      <label htmlFor={`credentials-${name}`} className="text-sm">
        {label}
      </label>
      <input id={`credentials-${name}`} name={name} type={type} autoComplete="off" spellCheck={false} className={box} />
    </p>
  );
}
