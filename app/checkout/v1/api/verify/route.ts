import { reads } from '#lib/http/endpoint.ts';
import { verifyContract } from '#lib/stickers/contract.ts';
import { verifyCode } from '#lib/stickers/verify-code.ts';

export const POST = reads(verifyContract, ({ principal, body }) => verifyCode(principal, body.code));
