import { atPictureDesk } from '../pictures/picture-desk.ts';

/** What was found in a picture: the text of every QR code, or why nothing was looked for. */
export type PictureAnswer = { outcome: 'read'; texts: string[] } | { outcome: 'unreadable' | 'too_large' | 'busy' | 'visitor_waits' };

/** More than any phone's camera makes in 8 MB. */
const bounds = { pixels: 40_000_000 };

/** Reads every QR code in a PNG or JPEG. A `visitor` has one picture read at a time. */
export async function readPicture(file: Uint8Array, visitor: string): Promise<PictureAnswer> {
  const answer = await atPictureDesk({ task: 'codes', file }, visitor, bounds);
  if ('refused' in answer) return { outcome: answer.refused === 'late' ? 'busy' : answer.refused };
  return 'texts' in answer ? { outcome: 'read', texts: answer.texts } : { outcome: 'unreadable' };
}
