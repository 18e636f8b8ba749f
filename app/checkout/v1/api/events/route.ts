import { listEventsContract } from '#lib/events/contract.ts';
import { listEvents } from '#lib/events/list-events.ts';
import { reads } from '#lib/http/endpoint.ts';

export const GET = reads(listEventsContract, ({ principal, query }) => listEvents(principal, query));
