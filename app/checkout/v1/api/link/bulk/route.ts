import { sends } from '#lib/http/endpoint.ts';
import { createBulkLinks } from '#lib/links/bulk-links.ts';
import { bulkLinksContract } from '#lib/links/contract.ts';

export const POST = sends(bulkLinksContract, createBulkLinks);
