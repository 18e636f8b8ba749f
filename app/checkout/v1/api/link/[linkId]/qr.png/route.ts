import { sends } from '#lib/http/endpoint.ts';
import { linkQrPng } from '#lib/links/link-qr.ts';
import { qrPngContract } from '#lib/links/print-contract.ts';

export const GET = sends(qrPngContract, linkQrPng);
