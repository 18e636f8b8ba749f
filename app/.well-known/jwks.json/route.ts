import { publicKeySet } from '#lib/merchants/token-keys.ts';

/** The public keys of our tokens (RFC 7517). */
export const GET = async (): Promise<Response> => Response.json(await publicKeySet(), { headers: { 'cache-control': 'public, max-age=300' } });
