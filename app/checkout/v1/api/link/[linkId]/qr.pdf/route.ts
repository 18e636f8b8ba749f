import { sends } from '#lib/http/endpoint.ts';
import { linkQrPdf } from '#lib/links/link-qr.ts';
import { qrPdfContract } from '#lib/links/print-contract.ts';

export const GET = sends(qrPdfContract, linkQrPdf);
