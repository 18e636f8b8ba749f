import { defineConfig } from 'prisma/config';

// Used by `prisma generate` and by whoever runs the stock Prisma CLI; the project's own
// migrations run through prisma/migrate.ts, which needs no downloaded engine.
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
