import type { BoardFault } from '#lib/sandbox-gateway/board-contract.ts';
import { Press, Sheet } from './parts.tsx';

/** The faults that are on, each with its switch. */
export function BoardFaults({ faults, view }: { faults: BoardFault[]; view: string }) {
  return (
    <Sheet>
      <h2 className="font-semibold">Faults that are on</h2>
      {faults.length === 0 ? (
        <p className="mt-1 text-quiet text-sm">None. Everything goes as it should.</p>
      ) : (
        <ul className="mt-3 divide-y divide-hairline">
          {faults.map((fault) => (
            <li key={fault.id} className="py-4 first:pt-1 last:pb-0">
              <OneFault fault={fault} view={view} />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function OneFault({ fault, view }: { fault: BoardFault; view: string }) {
  const { id, name, sentence } = fault;
  return (
    <form method="post" action="/sandbox/board/off">
      <input type="hidden" name="fault" value={id} />
      <input type="hidden" name="view" value={view} />
      <h3 className="font-semibold">{name}</h3>
      <p className="text-quiet text-sm">{sentence}</p>
      <p className="wrap-anywhere mt-1 mb-3 text-sm">{whereAndHowOften(fault)}</p>
      <Press decision="off" look="plain">
        Switch off<span className="sr-only"> {name}</span>
      </Press>
    </form>
  );
}

function whereAndHowOften({ order, method, timesLeft, delayMs }: BoardFault): string {
  const parts = [
    order === undefined ? 'every order' : `order ${order}`,
    ...(method === undefined ? [] : [`in ${method} only`]),
    timesLeft === undefined ? 'until switched off' : `${timesLeft} more ${timesLeft === 1 ? 'time' : 'times'}`,
    ...(delayMs === 0 ? [] : [`delay ${delayMs / 1_000} s`]),
  ];
  return `For ${parts.join(', ')}.`;
}
