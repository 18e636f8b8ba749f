import { answerBoard } from '#lib/sandbox-gateway/board.ts';

type Context = { params: Promise<{ action: string }> };

export const POST = async (request: Request, { params }: Context): Promise<Response> => answerBoard(request, (await params).action);
