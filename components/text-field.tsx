import type { InputHTMLAttributes, ReactNode } from 'react';

type TextFieldProps = InputHTMLAttributes<HTMLInputElement> & { id: string; label: ReactNode; hint?: ReactNode; isWrong?: boolean };

/** One line to type in, named and explained. Its text is large enough that phones do not zoom in on it. */
export function TextField({ id, label, hint, isWrong = false, ...input }: TextFieldProps) {
  return (
    <div>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        id={id}
        name={id}
        type="text"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={isWrong ? 'true' : undefined}
        className="mt-2 block min-h-12 w-full rounded-xl border border-quiet bg-surface px-4 py-2 text-ink text-lg aria-[invalid]:border-2 aria-[invalid]:border-bad"
        {...input}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-2 text-pretty text-quiet text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}
