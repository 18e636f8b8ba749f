import { timelineContract } from '#lib/audit/contract.ts';
import { readTimeline } from '#lib/audit/timeline.ts';
import { reads } from '#lib/http/endpoint.ts';

export const GET = reads(timelineContract, ({ principal, params, query }) => readTimeline(principal, params.sessionId, query.after));
