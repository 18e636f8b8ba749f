import { languages, pickable } from '#lib/i18n/languages.ts';
import { Glyph } from './glyph.tsx';

/** The page in another language: plain links, each in its own words. The pick goes along to the pages that follow; `keeps` is what else the address says. */
export function LanguagePicker({ current, label, keeps = '' }: { current: string; label: string; keeps?: string }) {
  return (
    <footer className="no-print mx-auto w-full max-w-lg px-4 pb-6 text-sm">
      <details className="group">
        <summary className="mx-auto flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-lg px-3 text-quiet hover:text-ink">
          <Glyph name="globe" size={18} />
          <span className="sr-only">{label}: </span>
          <span>{languages.get(current)?.name}</span>
        </summary>
        <ul className="languages flex flex-wrap justify-center gap-x-1">
          {pickable.map(({ code, name }) => (
            <li key={code}>
              <a href={`?language=${code}${keeps}`} lang={code} aria-current={code === current ? 'true' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </footer>
  );
}
