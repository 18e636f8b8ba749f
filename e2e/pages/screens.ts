import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from '#lib/i18n/languages.ts';
import { StepError } from '../../lib/cli/steps.mjs';
import { chosenStates, type View, type Visit, visitStates } from './place.ts';

const devices = {
  narrow: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const;

/** What to photograph; empty means the usual: every state, English and Arabic, phone and desktop, light and dark. */
export type Wanted = { states: readonly string[]; languages: readonly string[]; devices: readonly string[]; schemes: readonly string[] };

const chosen = (what: string, asked: readonly string[], known: readonly string[], usual: readonly string[]): readonly string[] => {
  const unknown = asked.filter((name) => !known.includes(name) && name !== 'all');
  if (unknown.length > 0) throw new StepError(`There is no ${what} ${unknown.join(', ')}. There are: all, ${known.join(', ')}`);
  if (asked.includes('all')) return known;
  return asked.length > 0 ? asked : usual;
};

function viewsOf(wanted: Wanted): View[] {
  const inLanguages = chosen('language', wanted.languages, [...languages.keys()], ['en', 'ar']);
  const onDevices = chosen('device', wanted.devices, Object.keys(devices), ['phone', 'desktop']);
  const schemes = chosen('scheme', wanted.schemes, ['light', 'dark'], ['light', 'dark']) as ('light' | 'dark')[];
  return Object.entries(devices)
    .filter(([device]) => onDevices.includes(device))
    .flatMap(([device, context]) =>
      schemes.flatMap((colorScheme) =>
        inLanguages.map((language) => ({
          name: `${device}-${colorScheme}-${language}`,
          language,
          context: { ...context, colorScheme, reducedMotion: 'reduce' as const },
        })),
      ),
    );
}

/** Photographs what is wanted, and writes a sheet to see all of it on. */
export async function takeScreens(folder: string, wanted: Wanted, report: (done: number, all: number) => void): Promise<{ pictures: number; sheet: string }> {
  const states = chosenStates(wanted.states);
  const views = viewsOf(wanted);
  for (const { name } of views) mkdirSync(join(folder, name), { recursive: true });
  const picture: Visit = async (page, state, view) => {
    const { viewport } = view.context;
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // As tall as the page: what stays at the window's edge then stands where the page ends.
    if (viewport) await page.setViewportSize({ ...viewport, height: Math.max(viewport.height, height) });
    await page.screenshot({ path: join(folder, view.name, `${state}.png`), animations: 'disabled' });
    if (viewport) await page.setViewportSize(viewport);
  };
  await visitStates(views, states, picture, report);
  const sheet = join(folder, 'index.html');
  writeFileSync(sheet, sheetOf(states, views));
  return { pictures: states.length * views.length, sheet };
}

/** A contact sheet without script: a row each state, its pictures beside one another. */
function sheetOf(states: readonly string[], views: readonly View[]): string {
  const contents = states.map((state) => `<a href="#${state}">${state}</a>`).join(' ');
  const row = (state: string): string => {
    const pictures = views.map(
      ({ name }) =>
        `<figure><a href="${name}/${state}.png"><img loading="lazy" src="${name}/${state}.png" alt="${state}, ${name}" height="420"></a><figcaption>${name}</figcaption></figure>`,
    );
    return `<section id="${state}"><h2>${state}</h2><div>${pictures.join('')}</div></section>`;
  };
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every state of the payment page</title>
<style>
  body { margin: 1.5rem; background: #888; color: #fff; font: 1rem system-ui, sans-serif; }
  a { color: inherit; }
  nav { line-height: 2; }
  div { display: flex; gap: 1rem; overflow-x: auto; }
  figure { margin: 0; }
  figcaption { font-size: 0.8rem; }
</style>
<h1>Every state of the payment page</h1>
<nav>${contents}</nav>
${states.map(row).join('\n')}
</html>
`;
}
