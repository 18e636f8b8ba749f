import { extendByPerson, findLink } from '../links/links.ts';
import { isMacText } from '../secrets.ts';

/**
 * The press of "more time", with the fields `nonce` and `extensions` (how many the page showed); a missing or odd
 * one adds nothing. Only a page we rendered knows the nonce. Answers the page to go back to, as a path on our own
 * origin: it says what is left, whether the press added something, came too late or named a link nobody knows.
 */
export async function extendFromPage(token: string, form: URLSearchParams): Promise<string> {
  const seen = form.get('extensions') ?? '';
  const link = /^\d{1,2}$/.test(seen) ? await findLink(token) : undefined;
  if (link && isMacText('page-nonce', link.id, form.get('nonce') ?? '')) await extendByPerson(link, Number(seen));
  return `/pay/${encodeURIComponent(token)}`;
}
