import type { Colour } from './colours.ts';
import { type QrDrawing, runsOf } from './drawing.ts';

/** A code as SVG, `size` CSS pixels square until somebody scales it. It is alone in its file and holds no script and no font. */
export function qrSvg(drawing: QrDrawing, size: number): string {
  const { side, style, logo } = drawing;
  const [foreground, background] = [hex(style.foreground), hex(style.background)];
  const modules = runsOf(drawing)
    .map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`)
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}" role="img" aria-label="QR code">`,
    `<path fill="${background}" d="M0 0h${side}v${side}h-${side}z"/>`,
    // Smoothed edges would show as hairlines between the modules.
    `<path fill="${foreground}" shape-rendering="crispEdges" d="${modules}"/>`,
    ...(logo ? logoOf(logo, foreground, background) : []),
    '</svg>\n',
  ].join('');
}

function logoOf({ left, side, radius, strokes, strokeWidth }: NonNullable<QrDrawing['logo']>, foreground: string, background: string): string[] {
  const lines = strokes.map((stroke) => `M${stroke.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).join('L')}`).join('');
  return [
    `<rect fill="${background}" x="${left}" y="${left}" width="${side}" height="${side}" rx="${rounded(radius)}"/>`,
    `<path fill="none" stroke="${foreground}" stroke-width="${rounded(strokeWidth)}" stroke-linecap="round" stroke-linejoin="round" d="${lines}"/>`,
  ];
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const hex = (colour: Colour): string => `#${Buffer.from(colour).toString('hex')}`;
