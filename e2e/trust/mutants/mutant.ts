import type { RunName } from '../runs.ts';

/** A place in the sources and what stands there instead; the text must be there, once. */
export type Patch = { file: string; find: string; put: string };

/**
 * A deliberately broken copy of the product. `breaks`: the mistake, as somebody might make it. `foundBy`: the run that is
 * to find it out; `hunt`: with these sizes, where those of the run (runs.ts) would not do.
 */
export type Mutant = { name: string; breaks: string; foundBy: RunName; hunt?: readonly string[]; patches: readonly Patch[] };

/** A migration without one of its indexes or constraints. */
export const withoutIndex = (statement: string): Patch => ({ file: 'prisma/migrations/0001_init/migration.sql', find: statement, put: '' });
