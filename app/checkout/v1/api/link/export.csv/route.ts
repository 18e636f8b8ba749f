import { sends } from '#lib/http/endpoint.ts';
import { exportLinks } from '#lib/links/export-links.ts';
import { exportLinksContract } from '#lib/links/list-contract.ts';

export const GET = sends(exportLinksContract, ({ principal, query }) => exportLinks(principal, query));
