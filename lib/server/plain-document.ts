/** What makes a document ours: the nonce of its answer, our script, and whether Next's own scripts stay beside it (development). */
export type PageScript = { nonce: string; script: string; keepsScripts: boolean };

/**
 * The parts of a document that matter here, first come first: a style sheet is matched so that nothing in it is.
 * React writes every `<`, `>` and quote in texts and attributes as an entity, so these characters are markup wherever
 * they stand, whatever an order says; and a script ends at the first `</script`, for a browser as for us.
 */
const parts = /<style\b[^>]*>[\s\S]*?<\/style\s*>|<script\b[^>]*>[\s\S]*?<\/script\s*>|<link\b[^>]*>|<!--[\s\S]*?-->/gi;

/** Links that only fetch scripts ahead, or hold the page until one is there. */
const scriptHint = /\srel="(?:modulepreload|expect)"|\sas="script"/i;

/** A script of our own components' making. */
const isKept = /^<script\b[^>]*\sdata-keep\b/i;

/** A style sheet of this one page: the merchant's colours (components/brand-style.tsx). */
const isOwnStyle = /^<style\b[^>]*\sdata-brand\b/i;

/** Next's page for what broke, and React's marks of what is still to come or failed: only their scripts can draw the rest. */
const needsItsScripts = /\sid="__next_error__"|<!--\$[?!~]-->/;

/**
 * The document as Next wrote it, without Next's runtime: no scripts (but those with `data-keep`), no hints to fetch
 * them, no comments; before `</body>` our script, with the answer's nonce, which a style sheet with `data-brand` is given too. A document that cannot be drawn without
 * its scripts is answered as it is.
 */
export function plainDocument(html: string, { nonce, script, keepsScripts }: PageScript): string {
  if (needsItsScripts.test(html)) return html;
  const plain = keepsScripts ? html : html.replaceAll(parts, (part) => (isNextsOwn(part) ? '' : withNonce(part, nonce)));
  const end = plain.lastIndexOf('</body>');
  return end < 0 ? plain : `${plain.slice(0, end)}<script nonce="${nonce}">${script}</script>${plain.slice(end)}`;
}

const withNonce = (part: string, nonce: string): string => (isOwnStyle.test(part) ? part.replace(/^<style/i, `<style nonce="${nonce}"`) : part);

function isNextsOwn(part: string): boolean {
  if (/^<script/i.test(part)) return !isKept.test(part);
  return part.startsWith('<!--') || (/^<link/i.test(part) && scriptHint.test(part));
}
