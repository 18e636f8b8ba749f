import { raiseAlarm } from '../alarms.ts';
import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import { tellViolations } from '../metrics.ts';
import { type InvariantName, invariants, violationsQuery } from './queries.ts';

type Violation = { invariant: InvariantName; wrong: string };

const dayMs = 86_400_000;
/** What is older has long been checked, and can hardly change any more. */
const lookedAtMs = 8 * dayMs;
/** Enough to see what is wrong; the metric counts them all. */
const mostTold = 5;

const names = Object.keys(invariants) as InvariantName[];

/** The smallest id made at that instant or later: ids begin with 48 bits of milliseconds. */
function smallestIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** Every row made since that breaks an invariant. Reads only. */
export function findViolations(since: Date): Promise<Violation[]> {
  return db().$queryRawUnsafe<Violation[]>(violationsQuery, smallestIdAt(since), now());
}

/** Checks the books as they are now and tells a person of whatever is wrong. A fact that is being written is seen whole or not at all. */
export async function checkInvariants(): Promise<void> {
  const at = now();
  const found = await findViolations(new Date(at.getTime() - lookedAtMs));
  const counts = Object.fromEntries(names.map((name) => [name, found.filter(({ invariant }) => invariant === name).length]));
  tellViolations(counts, at);
  for (const { invariant, wrong } of found.slice(0, mostTold)) raiseAlarm('invariant_broken', { invariant, wrong });
}
