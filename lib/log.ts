import { pino } from 'pino';
import { env } from './env.ts';
import { processWide } from './process.ts';

/**
 * The process's log: one JSON line an event on standard output. Callers pass ids and codes, never bodies,
 * headers, tokens or card data; what looks like one is removed all the same.
 */
export const log = () =>
  processWide('log', () =>
    pino({
      level: env().LOG_LEVEL,
      base: null,
      redact: { paths: ['token', '*.token', 'authorization', '*.authorization', 'password', '*.password', 'secret', '*.secret'], censor: '[removed]' },
      formatters: { level: (label) => ({ level: label }) },
    }),
  );
