import type { PGlite } from '@electric-sql/pglite';

/** Parse, Bind, Describe, Execute, Close and Flush: a batch that only Sync ends. */
const batchMessages = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)));
const syncMessage = new Uint8Array(['S'.charCodeAt(0), 0, 0, 0, 4]);

/**
 * The socket server gives the one PostgreSQL session to whichever client is next, message by message, and keeps
 * it with one client only inside a transaction. Between a client's Parse and its Execute another's Parse may slip
 * in and replace the unnamed statement. So a batch that has begun counts as a transaction until its Sync.
 *
 * `onBroken` is called when the engine itself fails: nothing it says afterwards can be trusted.
 */
export function keepBatchesWhole(database: PGlite, onBroken: (error: unknown) => void): PGlite {
  let isInBatch = false;
  const overrides = {
    isInTransaction: () => isInBatch || database.isInTransaction(),
    execProtocolRawStream: async (...given: Parameters<PGlite['execProtocolRawStream']>) => {
      isInBatch = batchMessages.has(given[0][0] ?? 0);
      try {
        await database.execProtocolRawStream(...given);
      } catch (error) {
        onBroken(error);
        throw error;
      }
    },
    // Only called with ROLLBACK, for a client that left in the middle of something.
    exec: async (...given: Parameters<PGlite['exec']>) => {
      if (isInBatch) await database.execProtocolRaw(syncMessage);
      isInBatch = false;
      return database.exec(...given);
    },
  };
  return new Proxy(database, {
    get(target, name) {
      if (name in overrides) return overrides[name as keyof typeof overrides];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
