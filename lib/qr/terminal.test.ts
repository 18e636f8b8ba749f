import { expect, test } from '@playwright/test';
import type { MonochromeImage } from '#lib/testing/png.ts';
import { readWithJsqr } from '#lib/testing/qr-decoders.ts';
import { qrForTerminal } from './terminal.ts';

const blackOnWhite = '\x1b[38;5;16;48;5;231m';
const reset = '\x1b[0m';
const cell = 4;

/** The characters of each line, every one of which must bring its own colours and take them back at its end. */
function charactersOf(printed: string): string[] {
  return printed.split('\n').map((line) => {
    const characters = line.slice(blackOnWhite.length, -reset.length);
    expect(line).toBe(blackOnWhite + characters + reset);
    expect(characters).toMatch(/^[ ▀▄█]+$/);
    return characters;
  });
}

/** Paints the characters as a terminal does: black ink on white. */
function paint(lines: string[]): MonochromeImage {
  const [width, height] = [(lines[0] ?? '').length * cell, lines.length * 2 * cell];
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const [x, y] = [Math.floor((at % width) / cell), Math.floor(at / width / cell)];
    const ink = y % 2 === 0 ? '▀█' : '▄█';
    pixels[at] = ink.includes(lines[y >> 1]?.[x] ?? ' ') ? 0 : 1;
  }
  return { width, height, pixels };
}

test('the code printed in a terminal scans, whatever colours the terminal has', () => {
  for (const bytes of [20, 62, 90, 140, 200]) {
    const text = 'https://pay.example/'.padEnd(bytes, 'k7x');
    expect(readWithJsqr(paint(charactersOf(qrForTerminal(text))))).toBe(text);
  }
});

test('the printed code has square modules and a quiet zone of four of them on every side', () => {
  const lines = charactersOf(qrForTerminal('https://pay.example/'));
  const modules = 25 + 8;
  expect(lines.map((line) => line.length)).toEqual(Array(Math.ceil(modules / 2)).fill(modules));
  for (const line of [...lines.slice(0, 2), ...lines.slice(-2)]) expect(line.trim()).toBe('');
  for (const line of lines) expect([line.slice(0, 4), line.slice(-4)]).toEqual(['    ', '    ']);
  expect(lines[2]?.slice(4, 11)).toBe('█▀▀▀▀▀█');
});
