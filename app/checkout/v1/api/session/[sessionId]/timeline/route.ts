import { timelineContract } from '#lib/audit/contract.ts';
import { readTimeline } from '#lib/audit/timeline.ts';
import { reads } from '#lib/http/endpoint.ts';

export const GET = reads(timelineContract, ({ principal, params, request }) =>
  readTimeline(principal, params.sessionId, new URL(request.url).searchParams.get('after')),
);
