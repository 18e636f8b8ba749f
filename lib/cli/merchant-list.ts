import { now } from '../clock.ts';
import { listMerchants } from '../merchants/merchants.ts';

type Listed = Awaited<ReturnType<typeof listMerchants>>[number];

/** Every merchant with what an operator needs to change it, and its keys: how old they are, and whether anybody uses them. */
export const merchantList = async (): Promise<string[]> => (await listMerchants()).flatMap(linesOf);

function linesOf({ id, name, origins, latePayments, disabledAt, apiUsers, callbackSecrets, gatewayAccount, paymentMethods }: Listed): string[] {
  const users = apiUsers.map(
    ({ username, createdAt, lastUsedAt }) => `  API user ${username} · ${ageOf(createdAt)} · ${lastUsedAt ? `last used ${hourOf(lastUsedAt)}` : 'never used'}`,
  );
  const secrets = callbackSecrets.map(({ createdAt }, at) => `  callback secret s${at} · ${ageOf(createdAt)}`);
  const terminals = paymentMethods.map(({ terminal }) => terminal).join(', ') || 'none read yet';
  return [
    `${id}  ${name}${disabledAt ? '  (disabled)' : ''}`,
    `  late payments ${latePayments} · origins ${origins.join(' ') || 'none'}`,
    ...(users.length > 0 ? users : ['  no API user']),
    ...secrets,
    gatewayAccount ? `  gateway ${gatewayAccount.baseUrl} as ${gatewayAccount.username} · terminals: ${terminals}` : '  no gateway',
  ];
}

const dayMs = 24 * 60 * 60_000;

/** Kept to the hour: no more of it is known. */
const hourOf = (at: Date): string => `${at.toISOString().slice(0, 13).replace('T', ' ')}h UTC`;

function ageOf(createdAt: Date): string {
  const days = Math.floor((now().getTime() - createdAt.getTime()) / dayMs);
  return `made ${createdAt.toISOString().slice(0, 10)} (${days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`})`;
}
