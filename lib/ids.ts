import { randomBytes } from 'node:crypto';

/** A UUIDv7 (RFC 9562 §5.7): 74 random bits, ordered by time so that indexes stay compact. */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A secret of `bytes` random bytes as base64url; 20 bytes are 160 bits. */
export const newSecret = (bytes = 24): string => randomBytes(bytes).toString('base64url');
