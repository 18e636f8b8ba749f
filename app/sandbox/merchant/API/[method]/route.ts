import { answerWire } from '#lib/sandbox-gateway/wire.ts';

type Context = { params: Promise<{ method: string }> };

const answer = async (request: Request, { params }: Context): Promise<Response> => answerWire(request, (await params).method);

export { answer as GET, answer as POST };
