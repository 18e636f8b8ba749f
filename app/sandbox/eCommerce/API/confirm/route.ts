import { submitChallengeForm } from '#lib/sandbox-gateway/page-forms.ts';

export const POST = (request: Request): Promise<Response> => submitChallengeForm(request);
