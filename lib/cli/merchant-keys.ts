import type { Tx } from '../db/client.ts';
import { EnvironmentError } from '../env.ts';
import { addNextApiUser, endOldApiUsers } from '../merchants/api-users.ts';
import { addCallbackSecret, endOldCallbackSecrets } from '../merchants/callback-secrets.ts';

/** What a rotation is about. */
type Keys = { apiUser: boolean; callbackSecret: boolean };

/** Adds keys beside those a merchant has, and says what to do with them. Two of a kind is the most. */
export async function addKeys(tx: Tx, merchantId: string, { apiUser, callbackSecret }: Keys): Promise<string[]> {
  const user = apiUser ? ((await addNextApiUser(tx, merchantId)) ?? refuseThird('API users', merchantId)) : undefined;
  const secret = callbackSecret ? ((await addCallbackSecret(tx, merchantId)) ?? refuseThird('callback secrets', merchantId)) : undefined;
  return [
    'These secrets are shown once:',
    '',
    ...(user ? [`  API user         ${user.username}`, `  API password     ${user.password}`] : []),
    ...(secret ? [`  callback secret  ${secret}`] : []),
    '',
    `What was there goes on beside them. When the shop uses the new: npm run merchant -- rotate --id ${merchantId} --end-old`,
  ];
}

function refuseThird(kind: string, merchantId: string): never {
  throw new EnvironmentError(`There are two ${kind} already. End the older first: npm run merchant -- rotate --id ${merchantId} --end-old`);
}

/** Ends all but the newest, and says what ended. */
export async function endOldKeys(tx: Tx, merchantId: string, { apiUser, callbackSecret }: Keys): Promise<string[]> {
  const users = apiUser ? await endOldApiUsers(tx, merchantId) : [];
  const secrets = callbackSecret ? await endOldCallbackSecrets(tx, merchantId) : 0;
  const ended = [...users.map((username) => `API user ${username} is ended, and every token it was given.`), ...(secrets > 0 ? oldSecretWords : [])];
  return ended.length > 0 ? ended : ['There was nothing older than the newest: nothing is ended.'];
}

const oldSecretWords = ['The older callback secret is ended: only the newest signs from now on.'];
