/** The addresses a page links to. */
export const linksIn = (page: string): string[] => [...page.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));

export const headingOf = (page: string): string => wordsOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page)?.[1] ?? '');

/** What a reader reads. */
export const wordsOf = (page: string): string =>
  page
    .replace(/<(script|style|head|template)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', '’')
    .replace(/\s+/g, ' ')
    .trim();
