import { PageFrame } from '#components/page-frame.tsx';
import { StatusSheet } from '#components/status-sheet.tsx';
import { readerLanguage } from './reader-language.ts';

/** Any address where nothing is. */
export default async function NotFound() {
  const language = await readerLanguage({});
  const { t } = language;
  return (
    <PageFrame language={language} title={t('notFound.title')} isPickable={false}>
      <StatusSheet mark="question" heading={t('notFound.heading')}>
        <p>{t('notFound.detail')}</p>
      </StatusSheet>
    </PageFrame>
  );
}
