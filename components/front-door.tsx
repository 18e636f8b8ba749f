import type { PageLanguage } from '#lib/i18n/page-language.ts';
import { Card } from './card.tsx';
import { PageFrame } from './page-frame.tsx';

type FrontDoorProps = { language: PageLanguage; apiUrl: string; isTest: boolean };

/** For whoever opens the bare address: payers are pointed to their link, shops to the API. */
export function FrontDoor({ language, apiUrl, isTest }: FrontDoorProps) {
  const { t } = language;
  return (
    <PageFrame language={language} title={t('frontDoor.title')} isTest={isTest}>
      <h1 className="font-semibold text-3xl leading-tight tracking-tight">{t('frontDoor.heading')}</h1>
      <p className="mt-2 text-quiet">{t('frontDoor.lead')}</p>
      <Card className="mt-6 flex flex-col gap-6">
        <section>
          <h2 className="font-semibold">{t('frontDoor.payerHeading')}</h2>
          <p className="mt-1 text-quiet">{t('frontDoor.payer')}</p>
        </section>
        <section>
          <h2 className="font-semibold">{t('frontDoor.merchantHeading')}</h2>
          <p className="mt-1 text-quiet">{t('frontDoor.merchant')}</p>
          <Code>{apiUrl}</Code>
          <p className="mt-2 text-quiet">{t('frontDoor.merchantDetail')}</p>
          <p className="mt-2" dir="ltr">
            <a href="/docs" lang="en" className="text-accent underline underline-offset-4">
              API reference
            </a>
          </p>
        </section>
        {isTest && (
          <section>
            <h2 className="font-semibold">{t('frontDoor.startHeading')}</h2>
            <p className="mt-1 text-quiet">{t('frontDoor.start')}</p>
            <Code>npm run demo</Code>
          </section>
        )}
      </Card>
    </PageFrame>
  );
}

function Code({ children }: { children: string }) {
  return (
    <pre className="mt-2 whitespace-pre-wrap rounded-lg border border-hairline bg-sunken px-3 py-2 text-sm" dir="ltr">
      <code>{children}</code>
    </pre>
  );
}
