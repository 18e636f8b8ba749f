import { clientIp, type Posted } from '../http/request-context.ts';
import { type MinuteLimits, networkOf, secondsToWait } from '../http/visitor-limit.ts';
import { pictureDeadlineMs } from '../pictures/picture-desk.ts';
import { type Judged, judgeCodes } from './judge-code.ts';
import { readPicture } from './read-picture.ts';
import type { Finding, VerifyPage } from './verify-page-contract.ts';

/** The same as at the page for short codes: what is told of a code here is whose it is, which helps to guess nothing but that. */
const limits: MinuteLimits = { each: 10, all: 300 };

/** Longer than a QR code can be. */
const longestText = 8_000;

/** What the page shows: the form as it was sent answered, or an empty one. Every code in a picture is told. */
export async function verifyForm(posted: Posted | undefined): Promise<VerifyPage> {
  if (!posted) return { state: 'empty' };
  const retryAfterSeconds = await secondsToWait('verify', limits);
  if (retryAfterSeconds !== undefined) return { state: 'limited', retryAfterSeconds };
  if (posted === 'too_large') return { state: 'problem', problem: 'too_large' };
  const { picture, text } = await fieldsOf(posted);
  const read = picture && (await readPicture(picture, networkOf(clientIp())));
  if (read?.outcome === 'visitor_waits') return { state: 'limited', retryAfterSeconds: pictureDeadlineMs / 1000 };
  if (read && read.outcome !== 'read') return { state: 'problem', problem: read.outcome };
  const texts = [...new Set([...(read?.texts ?? []), ...(text === '' ? [] : [text])])];
  if (texts.length === 0) return { state: 'problem', problem: read ? 'no_code' : 'nothing' };
  return { state: 'judged', findings: (await judgeCodes(texts)).map(told) };
}

/** What was sent; of a body that is no form, nothing. */
async function fieldsOf(posted: Request): Promise<{ picture: Uint8Array | undefined; text: string }> {
  const form = await posted.formData().catch(() => new FormData());
  const [picture, text] = [form.get('picture'), form.get('code')];
  return {
    picture: picture instanceof Blob && picture.size > 0 ? new Uint8Array(await picture.arrayBuffer()) : undefined,
    text: typeof text === 'string' ? text.slice(0, longestText).trim() : '',
  };
}

function told(judged: Judged): Finding {
  if (judged.verdict === 'ours') return { verdict: judged.verdict, merchant: judged.link.session.merchant.name };
  if (judged.verdict === 'elsewhere') return { verdict: judged.verdict, host: judged.host };
  return judged;
}
