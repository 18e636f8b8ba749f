import { replayDeliveryContract } from '#lib/deliveries/contract.ts';
import { replayDelivery } from '#lib/deliveries/replay.ts';
import { writes } from '#lib/http/endpoint.ts';

export const POST = writes(replayDeliveryContract, (tx, { principal, params }) => replayDelivery(tx, principal, params.deliveryId));
