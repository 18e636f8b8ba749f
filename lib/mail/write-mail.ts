import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway } from '../db/unavailable.ts';
import { plainLine } from '../i18n/mail-words.ts';
import type { PageLanguage } from '../i18n/page-language.ts';
import { log } from '../log.ts';
import type { Receipt } from '../receipts/contract.ts';
import { fileName } from '../receipts/receipt-files.ts';
import { isMailAddress } from './mail-address.ts';
import { mailDocument } from './mail-document.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { Mail } from './smtp.ts';

/** How long an e-mail waits for its PDF. */
export const drawWithinMs = 60_000;

type Addressed = { id: string; to: string; receipt: Receipt; language: PageLanguage };

/**
 * The e-mail of a receipt, with the PDF that `draw` makes of it. When it makes none in time the e-mail goes without,
 * and does not say that one is attached: what a receipt must tell is in its text.
 */
export async function writeMail({ id, to, receipt, language }: Addressed, draw: () => Promise<Uint8Array>, withinMs = drawWithinMs): Promise<Mail> {
  const pdf = await drawnInTime(id, draw, withinMs);
  const whole = mailDocument(receipt, language);
  const document = pdf ? whole : { ...whole, attached: undefined };
  const { name, email } = receipt.merchant;
  return {
    id,
    to,
    fromName: plainLine(name),
    replyTo: email !== undefined && isMailAddress(email) ? email : undefined,
    language: language.tag,
    subject: document.subject,
    text: mailText(document),
    html: mailHtml(document),
    attachment: pdf && { filename: fileName(receipt, 'pdf'), content: pdf },
  };
}

async function drawnInTime(mailId: string, draw: () => Promise<Uint8Array>, withinMs: number): Promise<Uint8Array | undefined> {
  const stop = new AbortController();
  const late = pause(withinMs, undefined, { signal: stop.signal, ref: false }).then(() => Promise.reject(new Error('The PDF took too long')));
  late.catch(() => undefined);
  try {
    return await Promise.race([draw(), late]);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ mailId, error: error instanceof Error ? error.message : 'unknown' }, 'a receipt is mailed without its PDF, which could not be printed');
    return undefined;
  } finally {
    stop.abort();
  }
}
