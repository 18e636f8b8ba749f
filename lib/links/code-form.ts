import { readOwnForm } from '../http/form.ts';
import type { Posted } from '../http/request-context.ts';
import type { CodePage } from './code-page-contract.ts';
import { openByCode } from './open-by-code.ts';

/** Longer than any code or order number: what is more is not written back. */
const longestTyped = 200;

/** What the page for short codes shows: the form as it was sent answered, or an empty one. */
export async function codeForm(posted: Posted | undefined): Promise<CodePage> {
  if (!posted) return { state: 'empty' };
  const form = posted === 'too_large' ? new URLSearchParams() : await readOwnForm(posted);
  const typed = (name: string): string => (form.get(name) ?? '').slice(0, longestTyped).toWellFormed();
  return openByCode({ code: typed('code'), orderNumber: typed('order') });
}
