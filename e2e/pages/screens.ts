import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenStates, type View, type Visit, visitStates } from './place.ts';

const devices = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const;

const views: View[] = Object.entries(devices).flatMap(([device, context]) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    ['en', 'ar'].map((language) => ({
      name: `${device}-${colorScheme}-${language}`,
      language,
      context: { ...context, colorScheme, reducedMotion: 'reduce' as const },
    })),
  ),
);

/** Photographs every state on phone and desktop, light and dark, in English and Arabic, and writes a sheet to see them all on. */
export async function takeScreens(
  folder: string,
  asked: readonly string[],
  report: (done: number, all: number) => void,
): Promise<{ pictures: number; sheet: string }> {
  const states = chosenStates(asked);
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
  writeFileSync(sheet, sheetOf(states));
  return { pictures: states.length * views.length, sheet };
}

/** A contact sheet without script: a row each state, its pictures beside one another. */
function sheetOf(states: readonly string[]): string {
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
