import { getDeliveryContract } from '#lib/deliveries/contract.ts';
import { getDelivery } from '#lib/deliveries/delivery-log.ts';
import { reads } from '#lib/http/endpoint.ts';

export const GET = reads(getDeliveryContract, ({ principal, params }) => getDelivery(principal, params.deliveryId));
