import { listDeliveriesContract } from '#lib/deliveries/contract.ts';
import { listDeliveries } from '#lib/deliveries/delivery-log.ts';
import { reads } from '#lib/http/endpoint.ts';

export const GET = reads(listDeliveriesContract, ({ principal, query }) => listDeliveries(principal, query));
