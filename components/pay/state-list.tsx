import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { Card } from '../card.tsx';
import { PageFrame } from '../page-frame.tsx';

/** Links to every state, for whoever builds on the page or wants to see what customers will. In English, as the names are. */
export function StateList({ language, names }: { language: PageLanguage; names: string[] }) {
  return (
    <PageFrame language={language} title="Every state of the payment page" isTest>
      <h1 className="font-semibold text-2xl">Every state of the payment page</h1>
      <p className="mt-2 text-quiet">Drawn from sample data in test mode. Choose a language below.</p>
      <Card className="mt-6">
        <ul className="columns-2 gap-4">
          {names.map((name) => (
            <li key={name}>
              <a href={`/pay/state/${name}`} className="inline-flex min-h-11 items-center text-accent underline underline-offset-2">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </Card>
    </PageFrame>
  );
}
