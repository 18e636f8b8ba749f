import { cookies, headers } from 'next/headers';
import { env } from '#lib/env.ts';
import { setPageHeaders } from '#lib/http/page-status.ts';
import { languageOf } from '#lib/i18n/languages.ts';
import { type PageLanguage, pageLanguage } from '#lib/i18n/page-language.ts';

/** The parameters of a page's address that choose its language. */
export type LanguageQuery = { lang?: string | string[] | undefined; language?: string | string[] | undefined };

/** What the reader chose, or was asked with, in this browser and for this visit only: the pages that follow are in it too. */
const cookieNames = { picked: 'language', asked: 'lang' } as const;

const single = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** The language of the page that is being drawn: the reader's pick, the merchant's wish, `?lang=`, Accept-Language, English. */
export async function readerLanguage({ lang, language }: LanguageQuery, configured?: string): Promise<PageLanguage> {
  const [jar, given] = await Promise.all([cookies(), headers()]);
  const now = { picked: known(single(language)), asked: known(single(lang)) };
  if (now.picked) remember('picked', now.picked);
  else if (now.asked) remember('asked', now.asked);
  return pageLanguage({
    picked: now.picked ?? jar.get(cookieNames.picked)?.value,
    configured,
    asked: now.asked ?? jar.get(cookieNames.asked)?.value,
    accepted: given.get('accept-language') ?? undefined,
  });
}

/** A language the pages speak, as it was named (its region counts); undefined for anything else. */
const known = (tag: string | undefined): string | undefined => (tag !== undefined && languageOf(tag) ? tag : undefined);

function remember(wish: keyof typeof cookieNames, tag: string): void {
  const secure = env().PUBLIC_URL.startsWith('https://') ? '; Secure' : '';
  setPageHeaders({ 'set-cookie': `${cookieNames[wish]}=${tag}; Path=/pay; HttpOnly; SameSite=Lax${secure}` });
}

/** The address of a page's own form, which answers in the language that the page was asked for in. */
export function inSameLanguage(path: string, { lang, language }: LanguageQuery): string {
  const [picked, asked] = [known(single(language)), known(single(lang))];
  if (picked) return `${path}?language=${picked}`;
  return asked ? `${path}?lang=${asked}` : path;
}
