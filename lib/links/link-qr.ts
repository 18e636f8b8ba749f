import { now } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { FileAnswer } from '../http/endpoint.ts';
import type { QueryOf } from '../http/query.ts';
import type { Principal } from '../merchants/principal.ts';
import { type Colour, colourOf, contrastRatio } from '../qr/colours.ts';
import { logoLetters, plainStyle, type QrDrawing, type QrStyle } from '../qr/drawing.ts';
import { inDrawingTurn } from '../qr/drawing-desk.ts';
import { qrPdf } from '../qr/pdf.ts';
import { twoColourPng } from '../qr/png.ts';
import { minPrintMm, usualDistanceCm } from '../qr/print-size.ts';
import { rasterise } from '../qr/raster.ts';
import { type Choices, checkedQr } from '../qr/self-check.ts';
import { qrSvg } from '../qr/svg.ts';
import { qrText } from '../qr/terminal.ts';
import type { qrPdfContract, qrPngContract, qrSvgContract, qrTextContract } from './print-contract.ts';
import { printableLink } from './printable-link.ts';

type Asked<Q> = { principal: Principal; params: { linkId: string }; query: Q };
type Png = QueryOf<typeof qrPngContract.query>;
type Svg = QueryOf<typeof qrSvgContract.query>;
type Pdf = QueryOf<typeof qrPdfContract.query>;
type Text = QueryOf<typeof qrTextContract.query>;

const usualPixels = 500;
const usualMm = 50;

/** What has no size in pixels, or can be scaled, is checked as large as it needs to be. */
const anyPixels = 4000;

/** The code of a link as PNG, `size` pixels square. */
export const linkQrPng = (asked: Asked<Png>): Promise<FileAnswer> => inDrawingTurn(() => pngOf(asked));

async function pngOf(asked: Asked<Png>): Promise<FileAnswer> {
  const size = asked.query.size ?? usualPixels;
  const drawing = await checkedDrawing(asked, size);
  const { foreground, background } = drawing.style;
  return answer('image/png', await twoColourPng(rasterise(drawing, size), foreground, background), drawing, asked.query);
}

/** The code of a link as SVG. */
export const linkQrSvg = (asked: Asked<Svg>): Promise<FileAnswer> => inDrawingTurn(() => svgOf(asked));

async function svgOf(asked: Asked<Svg>): Promise<FileAnswer> {
  const drawing = await checkedDrawing(asked, anyPixels);
  return answer('image/svg+xml', qrSvg(drawing, asked.query.size ?? usualPixels), drawing, asked.query);
}

/** The code of a link as PDF, `size` millimetres square: as large as its distance asks for when nothing is said; 422 when less. */
export const linkQrPdf = (asked: Asked<Pdf>): Promise<FileAnswer> => inDrawingTurn(() => pdfOf(asked));

async function pdfOf(asked: Asked<Pdf>): Promise<FileAnswer> {
  const drawing = await checkedDrawing(asked, anyPixels);
  const minimum = minimumMm(drawing, asked.query);
  const size = asked.query.size ?? Math.max(usualMm, minimum);
  if (size < minimum) {
    const detail = `This code needs at least ${minimum} mm to be scanned from ${asked.query.distance ?? usualDistanceCm} cm, its quiet zone included`;
    throw new ApiError('qr_too_small', detail, { minimum, errors: [{ pointer: '/size', detail }] });
  }
  return answer('application/pdf', await qrPdf(drawing, size, now()), drawing, asked.query);
}

/** The code of a link in characters. */
export const linkQrText = (asked: Asked<Text>): Promise<FileAnswer> => inDrawingTurn(() => textOf(asked));

async function textOf(asked: Asked<Text>): Promise<FileAnswer> {
  const { principal, params, query } = asked;
  const { address } = await printableLink(principal, params.linkId);
  const drawing = await checkedQr(address, styleOf(query, undefined), anyPixels, choicesOf(query, ['errorCorrection']));
  return answer('text/plain; charset=utf-8', qrText(drawing, query.ground ?? 'dark'), drawing, query);
}

async function checkedDrawing({ principal, params, query }: Asked<Svg>, size: number): Promise<QrDrawing> {
  const { address, session } = await printableLink(principal, params.linkId);
  const logo = query.logo === 'merchant' ? logoLetters(session.merchant.name) : undefined;
  const style = styleOf(query, logo);
  refuseFaint(style.foreground, style.background);
  return checkedQr(address, style, size, choicesOf(query, ['size', 'colours', 'errorCorrection']));
}

const choicesOf = ({ errorCorrection }: Partial<Svg>, canChange: Choices['canChange']): Choices => ({ isLevelNamed: errorCorrection !== undefined, canChange });

function styleOf({ errorCorrection, quietZone, foreground, background }: Partial<Svg>, logo: string | undefined): QrStyle {
  return {
    level: errorCorrection ?? plainStyle.level,
    quietZone: quietZone ?? plainStyle.quietZone,
    foreground: foreground === undefined ? plainStyle.foreground : colourOf(foreground),
    background: background === undefined ? plainStyle.background : colourOf(background),
    logo,
  };
}

/** Decoders tell light from dark by a threshold; print, glare and dim lamps each take some of the difference away. */
const leastContrast = 4;

function refuseFaint(foreground: Colour, background: Colour): void {
  const ratio = contrastRatio(foreground, background);
  if (ratio >= leastContrast) return;
  const isTurned = ratio < 1;
  // Rounded down, so that what is just too little is never told as enough.
  const measured = Math.floor((isTurned ? 1 / ratio : ratio) * 100) / 100;
  const detail = isTurned
    ? `is lighter than background (contrast ${measured}:1). Many scanners read dark on light only: choose a foreground that is the darker one, by at least ${leastContrast}:1`
    : `has a contrast of ${measured}:1 to background; scanners need dark on light of at least ${leastContrast}:1`;
  throw new ApiError('invalid_field', `foreground ${detail}.`, { errors: [{ pointer: '/foreground', detail }] });
}

const minimumMm = ({ matrix, style }: QrDrawing, { distance }: { distance?: number | undefined }): number =>
  minPrintMm(matrix, distance ?? usualDistanceCm, style.quietZone);

const answer = (type: string, body: FileAnswer['body'], drawing: QrDrawing, query: { distance?: number | undefined }): FileAnswer => ({
  type,
  body,
  headers: { 'x-min-print-mm': String(minimumMm(drawing, query)) },
});
