import type { ReactNode } from 'react';

/** The sheet a step lies on. */
export function Sheet({ children }: { children: ReactNode }) {
  return <section className="rounded-2xl border border-hairline bg-surface p-5">{children}</section>;
}

type PressProps = { decision: string; children: ReactNode; look?: 'main' | 'plain' };

const looks = {
  main: 'bg-[#0b6157] text-white hover:bg-[#084c44]',
  plain: 'border border-edge bg-surface text-ink hover:border-accent',
} as const;

/** A button that sends the form with a decision. Only the main one asks for the fields to be filled in. */
export function Press({ decision, children, look = 'main' }: PressProps) {
  return (
    <button
      type="submit"
      name="decision"
      value={decision}
      formNoValidate={look !== 'main'}
      className={`min-h-12 w-full cursor-pointer rounded-xl px-5 py-2.5 font-semibold ${looks[look]}`}
    >
      {children}
    </button>
  );
}

type FieldProps = {
  name: string;
  label: string;
  autoComplete: string;
  inputMode: 'numeric' | 'text' | 'email';
  placeholder?: string;
  maxLength: number;
  defaultValue?: string;
  problem?: string | undefined;
};

/** A labelled input of a phone's size; what is wrong with it is said beside it and to screen readers. */
export function Field({ name, label, problem, placeholder = '', ...input }: FieldProps) {
  const problemId = `${name}-problem`;
  const state = problem ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
  return (
    <div>
      <label htmlFor={name} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      <input
        id={name}
        name={name}
        required
        placeholder={placeholder}
        className={`min-h-12 w-full rounded-xl border bg-surface px-4 text-base placeholder:text-quiet ${problem ? 'border-bad' : 'border-edge'}`}
        {...input}
        {...state}
      />
      {problem && (
        <p id={problemId} className="mt-1.5 text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Lets a tester play the customer whose phone dies just after paying. */
export function VanishOption() {
  return (
    <details className="text-sm">
      <summary className="min-h-6 cursor-pointer py-1 text-quiet">Test a customer who never comes back</summary>
      <label className="mt-1 flex min-h-11 items-center gap-3">
        <input type="checkbox" name="vanish" value="1" className="size-5 shrink-0" />
        Close the window after paying: the shop hears of it by notification only
      </label>
    </details>
  );
}

/** Why nothing happened, announced when the page loads. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-xl bg-bad-soft px-4 py-3 text-bad">
      {children}
    </p>
  );
}
