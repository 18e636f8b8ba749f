import { z } from 'zod';

/** AltaPay: Authentication. The token lives one hour; `?group=Management` asks for our own group as well. */
export const authenticateContract = {
  summary: 'Exchange API credentials for a token',
  needs: 'Basic',
  params: z.object({}),
  body: z.object({}),
  response: z.object({ token: z.string() }),
  status: 200,
  ignoresBody: true,
} as const;
