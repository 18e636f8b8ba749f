import type { Page } from '@playwright/test';

/** What stands on a page that is open: also in open shadow trees, where the SDK draws. */
export type Look = {
  /** Elements that only a payload can have made. */
  marked: string[];
  /** Attributes that run code. Our pages have none. */
  handlers: string[];
  /** What ran, by its mark. */
  ran: string[];
  /** Where a click, a form or the page itself leads, resolved as a browser does. */
  leads: { what: string; url: string }[];
  /** What is read, and what is said of it to those who do not see it. */
  text: string;
};

/** A script for every page: it remembers what called `__xss`. `__name` is what our own compiler leaves in functions that are sent to a page. */
export const watchRuns = 'window.ran = []; window.__xss = (mark) => void window.ran.push(String(mark)); window.__name = (given) => given;';

/** Looks at the page as it stands. */
export const lookAt = (page: Page): Promise<Look> =>
  page.evaluate(() => {
    const elements: Element[] = [];
    const texts: string[] = [];
    const isUnread = (node: Node): boolean => node.parentElement !== null && ['SCRIPT', 'STYLE'].includes(node.parentElement.tagName);
    const gather = (root: Node): void => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE && !isUnread(node)) texts.push(node.textContent ?? '');
        if (!(node instanceof Element)) continue;
        elements.push(node);
        if (node.shadowRoot) gather(node.shadowRoot);
      }
    };
    gather(document);
    const said = ['title', 'aria-label', 'alt', 'value', 'placeholder', 'content'];
    for (const element of elements) texts.push(...said.flatMap((name) => element.getAttribute(name) ?? []));
    const resolved = (url: string): string => (URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).href : `unreadable: ${url}`);
    const places = ['href', 'action', 'formaction', 'src', 'data', 'xlink:href', 'ping', 'background'];
    const leads = elements.flatMap((element) => {
      const what = element.tagName.toLowerCase();
      const refresh =
        element.getAttribute('http-equiv')?.toLowerCase() === 'refresh' ? /url=(.*)$/i.exec(element.getAttribute('content') ?? '')?.[1] : undefined;
      const named = places.flatMap((place) => element.getAttribute(place) ?? []);
      return [...(refresh === undefined ? [] : [refresh]), ...named].map((url) => ({ what, url: resolved(url) }));
    });
    const shortened = (element: Element): string => (element.cloneNode(false) as Element).outerHTML.slice(0, 200);
    return {
      marked: elements.filter((element) => element.hasAttribute('data-xss')).map(shortened),
      handlers: elements.filter((element) => element.getAttributeNames().some((name) => /^on/i.test(name))).map(shortened),
      ran: [...((window as unknown as { ran?: string[] }).ran ?? [])],
      leads,
      text: texts.join('\n'),
    };
  });
