import { findLogo } from '#lib/merchants/brand.ts';

/** What it shows never changes, but a merchant may take its logo away: then nobody has it any longer than this. */
const keptForADay = 'public, max-age=86400, immutable';

/** A merchant's logo, by the hash of its bytes: `/brand/0f8a….png`. Pages and mail of every origin may show it. */
export async function GET(_request: Request, context: { params: Promise<{ file: string }> }): Promise<Response> {
  const [, hash] = /^([0-9a-f]{32})\.png$/.exec((await context.params).file) ?? [];
  const png = hash && (await findLogo(hash));
  if (!png) return new Response(null, { status: 404 });
  const headers = { 'content-type': 'image/png', 'cache-control': keptForADay, 'cross-origin-resource-policy': 'cross-origin' };
  return new Response(png, { headers });
}
