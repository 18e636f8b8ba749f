import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

// Prisma's own migration engine as WebAssembly: the history in `prisma/migrations` and `_prisma_migrations` is
// what the stock CLI reads and writes too, but nothing native is downloaded to apply it.

type Engine = Awaited<ReturnType<typeof glue.SchemaEngine.new>>;
type MigrationList = Parameters<Engine['applyMigrations']>[0]['migrationsList'];

// This file lies in prisma/ and its bundles in .build/: both one step below the root.
const folder = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
const schemaPath = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
const filters = { externalTables: [], externalEnums: [] };
const lockNumber = 4_711_202;

/**
 * Applies what is not yet applied, each migration in one transaction, and answers the names. Two processes may
 * call it at once: the second waits and finds nothing left to do.
 */
export async function migrate(connectionString: string, options: { onApplied?: (name: string) => void } = {}): Promise<string[]> {
  return whileLocked(connectionString, () =>
    withEngine(connectionString, async (engine) => {
      await forgetInterrupted(engine);
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: migrationsOnDisk(), filters });
      for (const name of appliedMigrationNames) options.onApplied?.(name);
      return appliedMigrationNames;
    }),
  );
}

/** The names of migrations the database has not seen. */
export async function pendingMigrations(connectionString: string): Promise<string[]> {
  return withEngine(connectionString, async (engine) => {
    const { history, hasMigrationsTable } = await diagnose(engine);
    if (!hasMigrationsTable) return migrationsOnDisk().migrationDirectories.map((directory) => directory.path);
    return history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [];
  });
}

/** The SQL that would turn the database into `schema.prisma`; empty when they agree. */
export async function schemaDrift(connectionString: string): Promise<string> {
  return withEngine(connectionString, diff);
}

/** Whether a migration may be called this. */
export const isMigrationName = (text: string): boolean => /^[a-z0-9_]{1,60}$/.test(text);

/**
 * Writes a new migration folder with the SQL between the migrations so far and `schema.prisma`, for a person to
 * read and finish. `scratchConnectionString` is an empty throw-away database. Answers the file's path.
 */
export async function draftMigration(name: string, scratchConnectionString: string): Promise<string> {
  if (!isMigrationName(name)) throw new Error('A migration is named in lower case letters, digits and underscores');
  await migrate(scratchConnectionString);
  const sql = await schemaDrift(scratchConnectionString);
  const number = String(migrationsOnDisk().migrationDirectories.length + 1).padStart(4, '0');
  const directory = `${folder}/${number}_${name}`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/migration.sql`, sql, { flag: 'wx' });
  return `${directory}/migration.sql`;
}

async function diff(engine: Engine): Promise<string> {
  const from = { tag: 'schemaDatasource' as const, files: [schema()], configDir: '.' };
  const result = await engine.diff({ from, to: { tag: 'schemaDatamodel', files: [schema()] }, script: true, exitCode: true, filters });
  return result.exitCode === 0 ? '' : (result.stdout ?? '').trimStart();
}

const diagnose = (engine: Engine) => engine.diagnoseMigrationHistory({ migrationsList: migrationsOnDisk(), optInToShadowDatabase: false, filters });

/** A migration that was cut off left nothing behind but its row in the history, because each is one transaction. */
async function forgetInterrupted(engine: Engine): Promise<void> {
  const { editedMigrationNames, failedMigrationNames } = await diagnose(engine);
  if (editedMigrationNames.length > 0) {
    throw new Error(`Migrations were changed after they were applied: ${editedMigrationNames.join(', ')}. Put the files back and add a new migration instead.`);
  }
  for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
}

const schema = () => ({ path: 'schema.prisma', content: readFileSync(schemaPath, 'utf8') });

function migrationsOnDisk(): MigrationList {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(`${folder}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: readFileSync(`${folder}/${path}/migration.sql`, 'utf8') } },
    })),
  };
}

let loaded: Promise<void> | undefined;

async function loadEngine(): Promise<void> {
  const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(gluePath.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...glue } as WebAssembly.ModuleImports });
  // wasm-bindgen's own start-up, which its generated loader does for bundlers; the two are not in its typings.
  const { __wbg_set_wasm: setWasm } = glue as unknown as { __wbg_set_wasm: (exports: WebAssembly.Exports) => void };
  setWasm(instance.exports);
  (instance.exports as { __wbindgen_start: () => void }).__wbindgen_start();
}

async function withEngine<T>(connectionString: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  loaded ??= loadEngine();
  await loaded;
  const pool = new pg.Pool({ connectionString, max: 2 });
  pool.on('error', () => undefined);
  try {
    const { path, content } = schema();
    const connect = () => migrationAdapter(pool);
    const factory = { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect, connectToShadowDb: connect } as const;
    const engine = await glue.SchemaEngine.new({ datamodels: [[path, content]] }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
    return await work(engine).finally(() => engine.free());
  } finally {
    await pool.end();
  }
}

const charType = 18;
const textType = 25;

/**
 * Prisma's adapter with two repairs. The engine reads catalogue columns of type "char", which the adapter does
 * not know. And the adapter cuts a script at every semicolon, also inside a function body; PostgreSQL takes it
 * whole, as one transaction.
 */
async function migrationAdapter(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const charColumns = new WeakMap<unknown[], number[]>();
  const send = pool.query.bind(pool) as (...given: unknown[]) => Promise<{ fields?: pg.FieldDef[]; rows: unknown[] }>;
  const query = async (...given: unknown[]) => {
    const result = await send(...given);
    const fields = result.fields ?? [];
    charColumns.set(
      result.rows ?? [],
      fields.flatMap((field, index) => (field.dataTypeID === charType ? [index] : [])),
    );
    for (const field of fields) if (field.dataTypeID === charType) field.dataTypeID = textType;
    return result;
  };
  const adapter: SqlDriverAdapter = await new PrismaPg(Object.assign(pool, { query })).connect();
  const readRows = adapter.queryRaw.bind(adapter);
  const queryRaw: SqlDriverAdapter['queryRaw'] = async (given) => {
    const result = await readRows(given);
    for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  const executeScript = (script: string) => send(script).then(() => undefined, refuse);
  return Object.assign(adapter, { queryRaw, executeScript });
}

function refuse(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = 'N/A', severity = 'ERROR', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

async function whileLocked<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
    return await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lockNumber]).finally(() => client.end());
  }
}
