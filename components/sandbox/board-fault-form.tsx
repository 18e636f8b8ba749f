import type { ReactNode } from 'react';
import type { FaultFields, FaultProblem, SandboxBoard } from '#lib/sandbox-gateway/board-contract.ts';
import { Alert, Press, Sheet } from './parts.tsx';

const complaints: Record<FaultProblem, string> = {
  kind: 'Choose what is to go wrong.',
  order: 'Order: letters, digits and hyphens, as in the list of transactions.',
  times: 'How many times: a whole number from 1 to 100, or nothing.',
  delay: 'Delay: seconds, 30 at most.',
  method: 'Only in: this fault cannot be kept to that. Choose another, or “wherever it happens”.',
  full: 'A hundred faults are on already. Switch one off first.',
};

/** Switches a fault on: what goes wrong, for which order, how often. Closed until somebody needs it. */
export function BoardFaultForm({ board }: { board: SandboxBoard }) {
  const { offered, typed, problems, view } = board;
  const isOpen = problems.length > 0 || typed.order !== '';
  return (
    <Sheet>
      <details open={isOpen} id="switch-on">
        <summary className="min-h-6 cursor-pointer">
          <h2 className="inline font-semibold">Switch a fault on</h2>
        </summary>
        <form method="post" action="/sandbox/board/fault" className="mt-4 space-y-5">
          {problems.length > 0 && <Alert>No fault was switched on. {problems.map((problem) => complaints[problem]).join(' ')}</Alert>}
          <input type="hidden" name="view" value={view} />
          {offered.map(({ group, faults }) => (
            <fieldset key={group}>
              <legend className="mb-1 font-medium text-sm">{group}</legend>
              {faults.map((fault) => (
                <Choice key={fault.kind} fault={fault} isChosen={fault.kind === typed.kind} />
              ))}
            </fieldset>
          ))}
          <TextField name="order" label="Order" hint="Its name here, or the beginning up to a hyphen. Empty: every order." {...{ typed, problems }} />
          <TextField name="times" label="How many times" hint="Empty: until it is switched off." isNumber {...{ typed, problems }} />
          <TextField
            name="delay"
            label="Delay in seconds"
            hint="Of slow answers (empty: 15) and of a success after a failure."
            isNumber
            {...{ typed, problems }}
          />
          <MethodField methods={board.methods} {...{ typed, problems }} />
          <Press decision="on">Switch on</Press>
        </form>
      </details>
    </Sheet>
  );
}

type ChoiceProps = { fault: SandboxBoard['offered'][number]['faults'][number]; isChosen: boolean };

function Choice({ fault: { kind, name, sentence }, isChosen }: ChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer gap-3 py-2">
      <input
        type="radio"
        name="kind"
        value={kind}
        required
        defaultChecked={isChosen}
        aria-labelledby={`${kind}-name`}
        aria-describedby={`${kind}-sentence`}
        className="mt-0.5 size-5 shrink-0"
      />
      <span>
        <span id={`${kind}-name`} className="block font-medium">
          {name}
        </span>
        <span id={`${kind}-sentence`} className="block text-quiet text-sm">
          {sentence}
        </span>
      </span>
    </label>
  );
}

type Known = { typed: FaultFields; problems: FaultProblem[] };

function TextField({
  name,
  label,
  hint,
  isNumber = false,
  typed,
  problems,
}: Known & { name: 'order' | 'times' | 'delay'; label: string; hint: string; isNumber?: boolean }) {
  const isWrong = problems.includes(name);
  return (
    <Labelled name={name} label={label} hint={hint}>
      <input
        id={`fault-${name}`}
        name={name}
        defaultValue={typed[name]}
        maxLength={100}
        autoComplete="off"
        inputMode={isNumber ? 'decimal' : 'text'}
        aria-describedby={`fault-${name}-hint`}
        aria-invalid={isWrong}
        className={`min-h-12 w-full rounded-xl border bg-surface px-4 text-base ${isWrong ? 'border-bad' : 'border-edge'}`}
      />
    </Labelled>
  );
}

function MethodField({ methods, typed, problems }: Known & { methods: string[] }) {
  return (
    <Labelled name="method" label="Only in" hint="One call of the wire, or one callback.">
      <select
        id="fault-method"
        name="method"
        defaultValue={typed.method}
        aria-describedby="fault-method-hint"
        aria-invalid={problems.includes('method')}
        className="min-h-12 w-full rounded-xl border border-edge bg-surface px-4 text-base"
      >
        <option value="">wherever it happens</option>
        {methods.map((method) => (
          <option key={method} value={method}>
            {method}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({ name, label, hint, children }: { name: string; label: string; hint: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={`fault-${name}`} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      {children}
      <p id={`fault-${name}-hint`} className="mt-1.5 text-quiet text-sm">
        {hint}
      </p>
    </div>
  );
}
