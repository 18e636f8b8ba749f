import { cookies, headers } from 'next/headers';
import { env } from '#lib/env.ts';
import { setPageHeaders } from '#lib/http/page-status.ts';
import { languageOf } from '#lib/i18n/languages.ts';
import { type PageLanguage, pageLanguage } from '#lib/i18n/page-language.ts';

/** The parameters of a page's address that choose its language. */
export type LanguageQuery = { lang?: string | string[]; language?: string | string[] };

/** Remembers the reader's own pick for the pages that follow, in this browser and for this visit only. */
const pickCookie = 'language';

const single = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** The language of the page that is being drawn: the reader's pick, the merchant's wish, `?lang=`, Accept-Language, English. */
export async function readerLanguage({ lang, language }: LanguageQuery, configured?: string): Promise<PageLanguage> {
  const [jar, given] = await Promise.all([cookies(), headers()]);
  const picked = pickedNow(single(language));
  return pageLanguage({
    picked: picked ?? jar.get(pickCookie)?.value,
    configured,
    asked: single(lang),
    accepted: given.get('accept-language') ?? undefined,
  });
}

function pickedNow(language: string | undefined): string | undefined {
  const code = language === undefined ? undefined : languageOf(language)?.code;
  if (code === undefined) return undefined;
  const secure = env().PUBLIC_URL.startsWith('https://') ? '; Secure' : '';
  setPageHeaders({ 'set-cookie': `${pickCookie}=${code}; Path=/pay; HttpOnly; SameSite=Lax${secure}` });
  return code;
}
