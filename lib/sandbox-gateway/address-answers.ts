import { env } from '../env.ts';
import { paymentAddress } from './addresses.ts';
import { findOpenRequest } from './payment-page.ts';
import { findTerminal, terminals } from './terminals.ts';
import { storedTexts } from './transaction-xml.ts';
import { element } from './xml.ts';

const noSuch = (): Response => new Response(null, { status: 404 });

/** A script or picture that pages of other origins may load. */
const loadable = (body: string, type: string): Response =>
  new Response(body, { headers: { 'content-type': `${type}; charset=utf-8`, 'cross-origin-resource-policy': 'cross-origin' } });

const pidOf = (request: Request): string => new URL(request.url).searchParams.get('pid') ?? '';

/**
 * What a shop's app posts its device's facts to: the address that opens the method's own app, which comes back to the
 * shop's `callback_mobile_app_redirect`. 409 once the payment is decided, 404 where the method has no app.
 */
export async function answerAppAddress(request: Request): Promise<Response> {
  const pid = pidOf(request);
  const found = await findOpenRequest(pid);
  const scheme = found && findTerminal(found.terminal)?.appScheme;
  if (!found || !scheme) return noSuch();
  if (found.step !== 'open') return Response.json({ error: 'The payment is decided already' }, { status: 409 });
  const back = storedTexts(found.fields, 'config').callback_mobile_app_redirect;
  const query = new URLSearchParams({ pid, ...(back === undefined ? {} : { redirect: back }) });
  return Response.json({ url: `${scheme}://pay?${query}` });
}

/**
 * The script of DynamicJavascriptUrl. The sandbox's pages may stand in nobody's frame, so the script leads the
 * customer's whole window to the payment page instead of drawing it into the shop's.
 */
export async function answerPaymentScript(request: Request): Promise<Response> {
  const pid = pidOf(request);
  if (!(await findOpenRequest(pid))) return noSuch();
  return loadable(`location.assign(${JSON.stringify(paymentAddress('requestForm', pid))});\n`, 'text/javascript');
}

/** The picture of LogoUrl: the method's name in letters, as the sandbox owns nobody's brand. */
export function answerLogo(file: string): Response {
  const terminal = terminals.find(({ identifier }) => file === `${identifier.toLowerCase()}.svg`);
  if (env().MODE !== 'test' || !terminal) return noSuch();
  const width = 24 + 11 * terminal.name.length;
  const frame = element('rect', '', { width: String(width), height: '40', rx: '6', fill: '#0f2f33' });
  const words = { x: String(width / 2), y: '26', fill: '#ffffff', 'text-anchor': 'middle', 'font-family': 'sans-serif', 'font-size': '17' };
  const size = { viewBox: `0 0 ${width} 40`, width: String(width), height: '40' };
  return loadable(element('svg', [frame, element('text', terminal.name, words)], { xmlns: 'http://www.w3.org/2000/svg', ...size }).xml, 'image/svg+xml');
}
