import { basic, caller } from '../fixtures/api.ts';
import { board } from '../fixtures/payer.ts';
import { startServer } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.setTimeout(90_000);

test('the demo’s published passwords open nothing once the service runs without DEMO=1, and again with it', async () => {
  const server = await startServer({ database: 'embedded' });
  try {
    const signIn = async () => (await caller(server, basic({ username: 'demo', password: 'demo' }))('POST', '/authenticate')).status;
    expect(await signIn()).toBe(200);
    await server.restart({ DEMO: '0' });
    expect(await signIn()).toBe(401);
    await expect(board(server, 'clock', { shiftMs: 0 })).rejects.toThrow('401');
    await server.restart({ DEMO: '1' });
    expect(await signIn()).toBe(200);
    await board(server, 'clock', { shiftMs: 0 });
  } finally {
    await server.stop();
  }
});

test('another SECRET_KEY than the database was used with is refused at start, in one sentence', async () => {
  const server = await startServer({ database: 'embedded' });
  try {
    await expect(server.restart({ SECRET_KEY: 'another-root-key-that-opens-nothing-here' })).rejects.toThrow(
      'SECRET_KEY does not open the secrets in this database',
    );
    expect(server.log()).not.toContain('    at ');
  } finally {
    await server.stop();
  }
});
