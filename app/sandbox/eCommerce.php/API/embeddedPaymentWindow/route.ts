import { answerPaymentScript } from '#lib/sandbox-gateway/address-answers.ts';

export const GET = (request: Request): Promise<Response> => answerPaymentScript(request);
