import { submitDecisionForm } from '#lib/sandbox-gateway/page-forms.ts';

export const POST = (request: Request): Promise<Response> => submitDecisionForm(request);
