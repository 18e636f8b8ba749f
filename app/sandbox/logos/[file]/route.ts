import { answerLogo } from '#lib/sandbox-gateway/address-answers.ts';

type Context = { params: Promise<{ file: string }> };

export const GET = async (_request: Request, { params }: Context): Promise<Response> => answerLogo((await params).file);
