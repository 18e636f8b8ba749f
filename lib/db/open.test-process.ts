import { closeDatabase, db } from './client.ts';
import { openDatabase } from './open.ts';

// A process of its own for lib/db/embedded.test.ts: opens the database in the role it is given, reports, and
// closes when it is told to.

const report = (message: object) => process.send?.(message);

try {
  const opened = await openDatabase({ role: process.argv[2] === 'guest' ? 'guest' : 'owner' });
  const [row] = await db().$queryRaw<{ one: number }[]>`SELECT 1 AS one`;
  process.once(
    'message',
    () =>
      void closeDatabase()
        .then(opened.close)
        .then(() => process.disconnect()),
  );
  report({ url: opened.url, kind: opened.kind, joined: opened.joined, one: row?.one });
} catch (error) {
  report({ error: error instanceof Error ? error.message : String(error) });
  process.once('message', () => process.disconnect());
}
