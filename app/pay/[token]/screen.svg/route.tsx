import { QRCodeSVG } from 'qrcode.react';
import { env } from '#lib/env.ts';
import { readScreenName } from '#lib/links/screen-name.ts';
import { readToken } from '#lib/links/token-text.ts';

type Context = { params: Promise<{ token: string }> };

/**
 * The QR code that leads a phone from the screen named by `name` to the same page. A picture of its own, so that
 * phones, which never show it, need not carry it. Drawn from the address alone: it asks the database nothing.
 */
export async function GET(request: Request, context: Context): Promise<Response> {
  const token = readToken((await context.params).token);
  const name = new URL(request.url).searchParams.get('name') ?? undefined;
  if (token === undefined || !readScreenName(name)) return new Response(null, { status: 404 });
  // Next refuses the module in what it bundles for pages; routes may load it.
  const { renderToStaticMarkup } = await import('react-dom/server');
  const code = <QRCodeSVG value={`${env().PUBLIC_URL}/pay/${token}?from=${name}`} size={132} level="M" marginSize={4} xmlns="http://www.w3.org/2000/svg" />;
  return new Response(renderToStaticMarkup(code), { headers: { 'content-type': 'image/svg+xml' } });
}
