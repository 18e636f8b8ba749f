import type { Checkout } from './checkout.ts';
import { look } from './look.ts';

/** An element with its `part`, by which the shop's style sheet reaches it. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, part: string, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (part) element.setAttribute('part', part);
  element.append(...children);
  return element;
}

/** A text whose direction is its own. */
export const bdi = (text: string): HTMLElement => make('bdi', '', text);

/** A place that is read out when it changes. */
export function makeLive(part: string, role = 'status'): HTMLElement {
  const element = make('div', part);
  element.setAttribute('role', role);
  return element;
}

/** Shows the text, or hides the element; a live one stays, to be heard when it speaks. The same text again is no news. */
export function say(element: HTMLElement, text = ''): void {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text && !element.hasAttribute('role');
}

let sheet: CSSStyleSheet | undefined;

/** A host inside which the page's style sheets do not reach. Ours needs no leave of a content security policy; without it, all works undressed. */
export function openHost(...children: Node[]): { host: HTMLElement; shadow: ShadowRoot } {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.append(...children);
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(look);
    }
    shadow.adoptedStyleSheets = [sheet];
  } catch {}
  return { host, shadow };
}

/** Draws when what is told differs from the last time. */
export function onChange<T>(draw: (told: T) => void): (told: T) => void {
  let last: string | undefined;
  return (told) => {
    const next = JSON.stringify(told);
    if (next !== last) draw(told);
    last = next;
  };
}

/** An instant as its reader writes it; with the day where the hour does not tell it. */
export function timeText(at: string, withDay: boolean, { language }: Pick<Checkout, 'language'>): HTMLElement {
  const time = make('time', '', new Date(at).toLocaleString(language.locale, { timeStyle: 'short', ...(withDay && { dateStyle: 'medium' }) }));
  time.dateTime = at;
  return time;
}
