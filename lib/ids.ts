import { randomBytes, randomInt } from 'node:crypto';
import { processWide } from './process.ts';

const counting = processWide('ids', () => ({ ms: 0, count: 0 }));

/** Room for what the same millisecond brings: twelve bits, begun in their lower half. */
const mostInMs = 0xfff;

/**
 * A UUIDv7 (RFC 9562 §5.7): ordered by time, so that indexes stay compact, and within a process also inside one
 * millisecond (a counter in rand_a, §6.2 method 1); 62 random bits.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  const { ms, count } = nextCount();
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The millisecond never goes back; when its counter is used up, the next one is begun early. */
function nextCount(): { ms: number; count: number } {
  const ms = Math.max(Date.now(), counting.ms);
  const isSame = ms === counting.ms && counting.count < mostInMs;
  if (isSame) counting.count += 1;
  else Object.assign(counting, { ms: ms === counting.ms ? ms + 1 : ms, count: randomInt(0x800) });
  return { ...counting };
}

/** Whether a text is written as our ids are: what only looks like one would make the database throw. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** A secret of `bytes` random bytes as base64url; 20 bytes are 160 bits. */
export const newSecret = (bytes = 24): string => randomBytes(bytes).toString('base64url');
