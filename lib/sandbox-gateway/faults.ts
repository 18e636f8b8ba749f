import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { env } from '../env.ts';
import { invariant } from '../errors.ts';
import { processWide } from '../process.ts';

/** A wrong turn that a test asks for: of a wire method, or of a callback such as "callback_ok". */
export const Fault = z.object({
  kind: z.enum(['lose_answer', 'unreachable', 'delay']),
  method: z.string().regex(/^[a-zA-Z_]{1,40}$/),
  times: z.int().min(0).max(100).default(1),
  delayMs: z.int().min(0).max(30_000).default(15_000),
});
type Fault = z.output<typeof Fault>;

/** In this process only: a fault board is for tests, which run one process. */
const board = processWide('sandbox-faults', () => new Map<string, Fault>());

/** Puts a fault on the board; `times: 0` takes it off. Test mode only. */
export function setFault(fault: Fault): void {
  invariant(env().MODE === 'test', 'faults exist in test mode only');
  if (fault.times === 0) board.delete(fault.method);
  else board.set(fault.method, { ...fault });
}

/** Takes one use of the method's fault, waiting first when it is a delay. */
export async function takeFault(method: string): Promise<'lose_answer' | 'unreachable' | undefined> {
  const fault = board.get(method);
  if (!fault) return undefined;
  fault.times -= 1;
  if (fault.times <= 0) board.delete(method);
  if (fault.kind !== 'delay') return fault.kind;
  await wait(fault.delayMs);
  return undefined;
}
