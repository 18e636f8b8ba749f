import { languages } from '#lib/i18n/languages.ts';
import { Glyph } from './glyph.tsx';

/** The page in another language: plain links, each in its own words. The pick goes along to the pages that follow. */
export function LanguagePicker({ current, label }: { current: string; label: string }) {
  return (
    <footer className="no-print mx-auto w-full max-w-lg px-4 pb-6 text-sm">
      <details className="group">
        <summary className="mx-auto flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-lg px-3 text-quiet hover:text-ink">
          <Glyph name="globe" size={18} />
          <span className="sr-only">{label}: </span>
          <span>{languages.get(current)?.name}</span>
        </summary>
        <ul className="flex flex-wrap justify-center gap-x-1">
          {[...languages].map(([code, { name }]) => (
            <li key={code}>
              <a
                href={`?language=${code}`}
                lang={code}
                hrefLang={code}
                rel="nofollow"
                aria-current={code === current ? 'true' : undefined}
                className="inline-flex min-h-11 min-w-11 items-center justify-center rounded-lg px-3 text-accent-text underline underline-offset-2 aria-[current]:text-ink aria-[current]:no-underline"
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </footer>
  );
}
