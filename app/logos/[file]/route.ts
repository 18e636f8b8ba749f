import { strokes } from '#components/glyph.tsx';
import { logoOf } from '#components/method-logo.tsx';

/** A method's logo as a picture of its own, for the `logoUrl` of the contract: `/logos/creditcard.svg`. */
export async function GET(_request: Request, context: { params: Promise<{ file: string }> }): Promise<Response> {
  const [, identifier] = /^([a-z0-9]{1,40})\.svg$/.exec((await context.params).file) ?? [];
  if (!identifier) return new Response(null, { status: 404 });
  return new Response(logoSvg(identifier), { headers: { 'content-type': 'image/svg+xml', 'cross-origin-resource-policy': 'cross-origin' } });
}

/** Brand marks in their own colours side by side, or one line drawing, on a grid of 24 units. */
function logoSvg(identifier: string): string {
  const logo = logoOf(identifier);
  if ('glyph' in logo) {
    const line = 'fill="none" stroke="#1f2937" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"';
    return picture(1, `<path ${line} d="${strokes[logo.glyph]}"/>`);
  }
  const marks = logo.marks.map((icon, index) => `<path transform="translate(${index * 28} 0)" fill="#${icon.hex}" d="${icon.path}"/>`);
  return picture(logo.marks.length, marks.join(''));
}

function picture(count: number, content: string): string {
  const width = count * 28 - 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 24" width="${width * 2}" height="48">${content}</svg>`;
}
