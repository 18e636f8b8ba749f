import { submitPaymentForm } from '#lib/sandbox-gateway/page-forms.ts';

export const POST = (request: Request): Promise<Response> => submitPaymentForm(request);
