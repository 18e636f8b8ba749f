import { answerAppAddress } from '#lib/sandbox-gateway/address-answers.ts';

export const POST = (request: Request): Promise<Response> => answerAppAddress(request);
