import { sends } from '#lib/http/endpoint.ts';
import { linkQrText } from '#lib/links/link-qr.ts';
import { qrTextContract } from '#lib/links/print-contract.ts';

export const GET = sends(qrTextContract, linkQrText);
