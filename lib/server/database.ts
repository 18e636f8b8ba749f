import { migrate, pendingMigrations } from '../../prisma/migrate.ts';
import { closeDatabase } from '../db/client.ts';
import { openDatabase } from '../db/open.ts';
import { EnvironmentError } from '../env.ts';
import { log } from '../log.ts';

/**
 * Opens the database for a process that serves. The embedded one is ours alone and is brought up to date; a
 * PostgreSQL may be shared with older processes, so its schema changes only when its operator says so.
 */
export async function readyDatabase(): Promise<{ close(): Promise<void> }> {
  const opened = await openDatabase({ role: 'owner' });
  try {
    if (opened.kind === 'embedded') await migrate(opened.url, { onApplied: (name) => log().info({ name }, 'migration applied') });
    else await refusePending(opened.url);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    close: async () => {
      await closeDatabase();
      await opened.close();
    },
  };
}

async function refusePending(url: string): Promise<void> {
  const pending = await pendingMigrations(url);
  if (pending.length > 0) throw new EnvironmentError(`The database lacks ${pending.length} migration(s): ${pending.join(', ')}. Run: npm run db:migrate`);
}
