import { sends } from '#lib/http/endpoint.ts';
import { linkQrSvg } from '#lib/links/link-qr.ts';
import { qrSvgContract } from '#lib/links/print-contract.ts';

export const GET = sends(qrSvgContract, linkQrSvg);
