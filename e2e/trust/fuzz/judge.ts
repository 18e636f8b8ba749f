import { methodsAt } from '#lib/server/routes.ts';
import { problemMisfit, undocumented } from '../../fixtures/documented.ts';
import { routeAt } from '../route-at.ts';
import type { Answered } from './answers.ts';
import type { Asked, Attack } from './attack.ts';
import type { Outcome } from './line.ts';

/** What the front may answer to anything: the request cannot be understood, its method or its address is not served, it is too large, its host is not ours. */
const always = [400, 404, 405, 413, 421];

/** What each address beside the API may answer besides. Those of the API, and of what programs ask, are in its own description. */
const beside: Readonly<Record<string, readonly number[]>> = {
  '/': [200],
  '/brand/[file]': [200],
  '/docs': [200],
  '/gateway/altapay/[paymentId]/[mac]/[kind]': [200, 303],
  '/llms.txt': [200, 304],
  '/logos/[file]': [200],
  '/metrics': [200, 401],
  '/p': [200, 303, 403, 429],
  '/pay/[token]': [200, 410],
  '/pay/[token]/extend': [303, 403],
  '/pay/[token]/leave/[paymentId]': [200, 410],
  '/pay/[token]/joined': [204, 403],
  '/pay/[token]/opened': [204, 403],
  '/pay/[token]/payments': [303, 403],
  '/pay/[token]/receipt.json': [200],
  '/pay/[token]/receipt.pdf': [200],
  '/pay/[token]/status': [200],
  '/pay/return/[key]': [200],
  '/pay/return/[key]/receipt.json': [200],
  '/pay/return/[key]/receipt.pdf': [200],
  '/pay/return/[key]/status': [200],
  '/pay/state': [200],
  '/pay/state/[name]': [200],
  '/postman.json': [200, 304],
  '/sandbox': [200, 401],
  '/sandbox/board/[action]': [200, 303, 401, 403, 409, 422],
  '/sandbox/eCommerce.php/API/embeddedPaymentWindow': [200],
  '/sandbox/eCommerce/API/appUrl': [200, 409],
  '/sandbox/eCommerce/API/challenge': [200],
  '/sandbox/eCommerce/API/confirm': [303, 403],
  '/sandbox/eCommerce/API/continue': [200],
  '/sandbox/eCommerce/API/decide': [303, 403],
  '/sandbox/eCommerce/API/pay': [303, 403],
  '/sandbox/eCommerce/API/requestForm': [200],
  '/sandbox/logos/[file]': [200],
  '/sandbox/merchant/API/[method]': [200, 401],
  '/verify': [200, 403, 422, 429],
};

/** Larger than this, a request may be refused and its connection end before all of it was read: the refusal is lost on the way. */
const surelyRead = 16 * 1024;

/** What is wrong about what came of an attack. */
export function wrongsOf(attack: Attack, { answers, isHung, ms }: Outcome): string[] {
  const { whole, pieces } = attack;
  if (isHung) return [`no answer and no end within ${(ms / 1_000).toFixed(1)} s`];
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (whole && answers.length === 0 && size < surelyRead) return ['the connection ended without an answer'];
  return answers.flatMap((answer) => wrongIn(attack, whole, answer) ?? []);
}

function wrongIn({ door }: Attack, whole: Asked | undefined, answer: Answered): string | undefined {
  const { status, headers, text } = answer;
  const what = `${status} ${text.slice(0, 300)}`;
  if (!(status >= 200 && status < 500)) return `the status ${what}`;
  if (headers.get('content-type') === 'application/problem+json' && text !== '') {
    const misfit = problemMisfit(text);
    if (misfit) return `the problem ${what}: ${misfit}`;
  }
  if (!whole) return undefined;
  if (whole.method === 'HEAD' && text !== '') return `a body for HEAD: ${what}`;
  return door === 'publicUrl' ? undocumentedOf(whole, answer) : otherStatus(whole.path, status, what, /^\/(?:\?|$)/.test(whole.path) ? [307] : [200]);
}

/** The API's own description judges its calls; a method that an address does not take, and all other addresses, have few ways to be answered. */
function undocumentedOf({ method, path }: Asked, answer: Answered): string | undefined {
  const place = path.split('?')[0] ?? '';
  const route = routeAt(place);
  const isTaken = methodsAt(place)?.includes(method) === true;
  if (route && isTaken && !(route in beside) && method !== 'OPTIONS') return undocumented({ method, path, ...answer });
  return otherStatus(path, answer.status, `${answer.status} ${answer.text.slice(0, 300)}`, method === 'OPTIONS' && isTaken ? [204, 403] : []);
}

function otherStatus(path: string, status: number, what: string, more: readonly number[] = []): string | undefined {
  const route = routeAt(path.split('?')[0] ?? '');
  // Without its last slash, or a double one, an address may be one; Next leads there.
  const isSlashed = route === undefined && /.\/(?:[/?]|$)/.test(path);
  const known = [...always, ...more, ...(isSlashed ? [308] : []), ...((route && beside[route]) ?? [])];
  return known.includes(status) ? undefined : `a status that is documented nowhere for ${route ?? 'no address'}: ${what}`;
}
