import { db } from '../db/client.ts';
import { processWide } from '../process.ts';

const answerWithinMs = 2_000;
const state = processWide('readiness', () => ({ isStarted: false, isDraining: false }));

/** Everything that has to be there before the first request is there. */
export function becomeReady(): void {
  state.isStarted = true;
}

/** From here on this process finishes what it has and takes nothing new. */
export function beginDraining(): void {
  state.isDraining = true;
}

export const isDraining = (): boolean => state.isDraining;

/** Whether requests may be sent here: started, not draining, and the database answers in time. */
export async function isReady(): Promise<boolean> {
  if (!state.isStarted || state.isDraining) return false;
  const tooLate = new Promise<false>((resolve) => setTimeout(resolve, answerWithinMs, false).unref());
  const answered = db().$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]);
}
