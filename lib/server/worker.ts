import { startClock } from '../clock.ts';
import { EnvironmentError } from '../env.ts';
import { startWorker } from '../jobs/worker.ts';
import { log } from '../log.ts';
import { refuseUnusableGateways } from '../merchants/gateway-account.ts';
import { checkSecretKey } from '../merchants/token-keys.ts';
import { providePrintWorker } from '../print/print-desk.ts';
import { activeKeyVersion } from '../secrets.ts';
import { readyDatabase } from './database.ts';
import { drainOnSignal } from './drain.ts';
import { startPrintWorker } from './threads.ts';

/** Background work alone, beside processes that serve: callbacks, reconciliation, upkeep. */
async function startWorkerAlone(): Promise<void> {
  activeKeyVersion();
  await providePrintWorker(startPrintWorker);
  const drain = drainOnSignal();
  const database = await readyDatabase();
  drain.add('database', () => database.close());
  await startClock();
  await checkSecretKey();
  await refuseUnusableGateways();
  const worker = startWorker();
  drain.add('worker', () => worker.stop());
  log().info('worker ready');
}

startWorkerAlone().catch((error: unknown) => {
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exit(1);
});
