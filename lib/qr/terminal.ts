import { qrMatrix, quietModules } from './matrix.ts';

/** Black on white from the fixed part of the palette, which colour themes leave alone. */
const blackOnWhite = '\x1b[38;5;16;48;5;231m';
const reset = '\x1b[0m';

/** Indexed by two modules, the upper counting 2 and the lower 1. */
const halfBlocks = [' ', '▄', '▀', '█'] as const;

/** A QR code to print in a terminal, two modules a character. It sets its own colours, so it scans on dark ones too. */
export function qrForTerminal(text: string): string {
  const { size, modules } = qrMatrix(text);
  const inside = (at: number) => at >= 0 && at < size;
  const dark = (x: number, y: number) => (inside(x) && inside(y) ? (modules[y * size + x] ?? 0) : 0);
  const lines: string[] = [];
  for (let y = -quietModules; y < size + quietModules; y += 2) {
    let line = '';
    for (let x = -quietModules; x < size + quietModules; x++) line += halfBlocks[2 * dark(x, y) + dark(x, y + 1)];
    lines.push(`${blackOnWhite}${line}${reset}`);
  }
  return lines.join('\n');
}
