import type { QrDrawing } from './drawing.ts';
import { type QrMatrix, qrMatrix, quietModules } from './matrix.ts';

/** Black on white from the fixed part of the palette, which colour themes leave alone. */
const blackOnWhite = '\x1b[38;5;16;48;5;231m';
const reset = '\x1b[0m';

/** Indexed by two modules, the upper counting 2 and the lower 1. */
const halfBlocks = [' ', '▄', '▀', '█'];

/** A QR code to print in a terminal, two modules a character. It sets its own colours, so it scans on dark ones too. */
export const qrForTerminal = (text: string): string =>
  halfBlockLines(qrMatrix(text), quietModules)
    .map((line) => `${blackOnWhite}${line}${reset}`)
    .join('\n');

/**
 * The same as plain text, which takes the colours of wherever it is shown. A code scans when its dark modules are the
 * darker ones, so `ground` decides which of the two are written as blocks: on a dark ground (a terminal, letters light)
 * it is the light modules and the quiet zone around them, on a light one (paper, a mail, letters dark) the dark modules.
 */
export function qrText({ matrix, style: { quietZone } }: QrDrawing, ground: 'dark' | 'light'): string {
  const lines = halfBlockLines(matrix, quietZone);
  const turned = ground === 'light' ? lines : lines.map((line) => [...line].map((block) => halfBlocks[3 - halfBlocks.indexOf(block)]).join(''));
  return `${turned.join('\n')}\n`;
}

/** One line for two rows of modules, the dark ones as blocks. The side of a code is odd: below its last row is one more of quiet zone. */
function halfBlockLines({ size, modules }: QrMatrix, quietZone: number): string[] {
  const inside = (at: number) => at >= 0 && at < size;
  const dark = (x: number, y: number) => (inside(x) && inside(y) ? (modules[y * size + x] ?? 0) : 0);
  const lines: string[] = [];
  for (let y = -quietZone; y < size + quietZone; y += 2) {
    let line = '';
    for (let x = -quietZone; x < size + quietZone; x++) line += halfBlocks[2 * dark(x, y) + dark(x, y + 1)];
    lines.push(line);
  }
  return lines;
}
