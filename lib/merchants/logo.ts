import type { Actor } from '../audit/audit.ts';
import { transaction } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import type { LogoPicture } from '../pictures/logo-picture.ts';
import { atPictureDesk, type DeskAnswer, pictureDeadlineMs } from '../pictures/picture-desk.ts';
import { sha256 } from '../secrets.ts';
import type { MerchantAnswer } from './brand-contract.ts';
import { lockMerchant, merchantAnswer, recordBrandChange } from './change-brand.ts';

/** More than any logo needs; the largest takes about a second to be made small. */
const bounds = { pixels: 8_000_000 };

/**
 * Makes a PNG or JPEG the merchant's logo, decoded and written anew by us. 422 that says what to send instead when it
 * cannot be read or is too large; 503 while others' pictures are before it, or when it was not read in time.
 */
export async function setLogo(merchantId: string, file: Uint8Array, actor: Actor): Promise<MerchantAnswer> {
  const { png, width, height, isLight } = logoIn(await atPictureDesk({ task: 'logo', file }, `merchant ${merchantId}`, bounds));
  const logoHash = Buffer.from(sha256(png)).toString('hex').slice(0, 32);
  return transaction(async (tx) => {
    const before = await lockMerchant(tx, merchantId);
    await tx.merchantLogo.upsert({ where: { merchantId }, create: { merchantId, png }, update: { png } });
    const data = { logoHash, logoWidth: width, logoHeight: height, logoIsLight: isLight };
    const after = await tx.merchant.update({ where: { id: merchantId }, data });
    await recordBrandChange(tx, before, after, actor);
    return merchantAnswer(after);
  });
}

/** Takes the merchant's logo away; the first letter of its name stands in its place. */
export async function removeLogo(merchantId: string, actor: Actor): Promise<MerchantAnswer> {
  return transaction(async (tx) => {
    const before = await lockMerchant(tx, merchantId);
    await tx.merchantLogo.deleteMany({ where: { merchantId } });
    const data = { logoHash: null, logoWidth: null, logoHeight: null, logoIsLight: null };
    const after = await tx.merchant.update({ where: { id: merchantId }, data });
    await recordBrandChange(tx, before, after, actor);
    return merchantAnswer(after);
  });
}

/** The logo that was made, or the refusal that says what to do. A file is called broken only when it was read to its fault. */
export function logoIn(answer: DeskAnswer): LogoPicture {
  if ('logo' in answer) return answer.logo;
  const refused = 'refused' in answer ? answer.refused : 'unreadable';
  if (refused === 'too_large') throw new ApiError('picture_too_large', 'A logo may have 8 megapixels. Export it smaller: more than 512 pixels are not kept.');
  if (refused === 'unreadable') throw new ApiError('picture_unreadable', 'This is no whole PNG or JPEG. Export the logo as PNG and send that file as it is.');
  const why = refused === 'late' ? 'The picture was not read in time: the service is busy, or the picture is a hard one.' : 'Other pictures are being read.';
  throw new ApiError('unavailable', `${why} Try again.`, { retryAfterSeconds: pictureDeadlineMs / 1000 });
}
