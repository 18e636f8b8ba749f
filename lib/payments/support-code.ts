import { codeHex, encodeBits, readBits } from '../links/code-text.ts';

/** Eight characters and a check character: few enough to be read out, and of a merchant's million payments two share one by chance. */
const supportCodeBits = 40;
const hexDigits = supportCodeBits / 4;

/** What a payer reads out to be found by, XXX-XXX-XXX: the last 40 bits of the payment's id, which are random (RFC 9562 §5.7). */
export const supportCode = (paymentId: string): string =>
  encodeBits(Buffer.from(paymentId.slice(-hexDigits), 'hex'), supportCodeBits)
    .toUpperCase()
    .replaceAll(/(.{3})(?=.)/g, '$1-');

/** A code as it looks, for the API's documents and messages: of a made-up payment, and with its right check character. */
export const exampleSupportCode = '79G-W42-VX0';

/** The end of the id of the payment that a person meant, as hexadecimal digits; undefined for what no support code can be. */
export function idEnd(text: string): string | undefined {
  const code = readBits(text, supportCodeBits);
  return code === undefined ? undefined : codeHex(code);
}
