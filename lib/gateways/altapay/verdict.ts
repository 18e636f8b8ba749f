import type { OperationResult } from '#lib/gateways/gateway.ts';
import { hasNode, nodesAt, textAt } from './xml.ts';

/** What an answer says about the call itself. `unclear`: whether anything was done is not known. */
export type Verdict =
  | { outcome: 'success'; body: unknown; utcOffset: string }
  | { outcome: 'refused'; code: string; customerMessage: string | undefined; merchantMessage: string | undefined }
  | { outcome: 'unclear'; code: string };

/** Old names of the result come after the one that replaced them. */
const resultNames = ['Result', 'CaptureResult', 'RefundResult', 'CancelResult'];

/** Reads the envelope: the header's error first, then the body's result, which only a look-up may leave out. */
export function verdictOf(document: unknown, kind: 'action' | 'look-up'): Verdict {
  const errorCode = textAt(document, 'APIResponse', 'Header', 'ErrorCode');
  if (errorCode === undefined || !/^-?\d{1,9}$/.test(errorCode)) return { outcome: 'unclear', code: 'no_header' };
  if (Number(errorCode) !== 0) {
    const said = textAt(document, 'APIResponse', 'Header', 'ErrorMessage');
    return { outcome: 'refused', code: `gateway_${errorCode}`, customerMessage: undefined, merchantMessage: merchantWords(said) };
  }
  const [body, ...more] = nodesAt(document, 'APIResponse', 'Body');
  const isEmpty = typeof body === 'string' && body === '';
  if (more.length > 0 || (typeof body !== 'object' && !isEmpty)) return { outcome: 'unclear', code: 'no_body' };
  const name = resultNames.find((candidate) => hasNode(body, candidate));
  const result = name ? textAt(body, name) : kind === 'look-up' ? 'Success' : undefined;
  if (result === 'Success') return { outcome: 'success', body, utcOffset: utcOffsetOf(textAt(document, 'APIResponse', 'Header', 'Date')) };
  if (result === 'Failed' || result === 'Error') {
    const reason = codeText(textAt(body, 'MerchantErrorCode'));
    return {
      outcome: 'refused',
      code: reason ? `${result.toLowerCase()}_${reason}` : result.toLowerCase(),
      customerMessage: textAt(body, 'CardHolderErrorMessage') || undefined,
      merchantMessage: merchantWords(textAt(body, 'MerchantErrorMessage')),
    };
  }
  return { outcome: 'unclear', code: codeText(result) ?? 'no_result' };
}

/** What became of a capture, refund or release. Anything but a plain yes or no is settled by looking. */
export function operationResultOf(verdict: Verdict): OperationResult {
  if (verdict.outcome === 'success') return { outcome: 'succeeded' };
  if (verdict.outcome === 'unclear') return { outcome: 'unknown' };
  return { outcome: 'failed', code: verdict.code, merchantMessage: verdict.merchantMessage };
}

const maximumWords = 255;

/** The gateway's words to the merchant, fit for our records: short, in one line, and without what might be a card number. */
function merchantWords(text: string | undefined): string | undefined {
  const line = (text ?? '')
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return (
    line
      .replaceAll(/\d(?:[ .-]?\d){11,18}/g, '…')
      .slice(0, maximumWords)
      .toWellFormed() || undefined
  );
}

/** A gateway's code fit for our records and log: short, and no free text. */
export const codeText = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Za-z0-9_.-]{1,40}$/.test(text) ? text.toLowerCase() : undefined;

/**
 * Transactions are dated by the gateway's own clock without a zone; the header, written by the same clock, names
 * the zone. Without one it is UTC.
 */
const utcOffsetOf = (headerDate: string | undefined): string => /T[\d:.]+([+-]\d\d:\d\d)$/.exec(headerDate ?? '')?.[1] ?? 'Z';
