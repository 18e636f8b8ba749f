import { LinkButton } from './link-button.tsx';
import { type FrameLanguage, PageFrame } from './page-frame.tsx';
import { StatusSheet } from './status-sheet.tsx';

/** A fault of ours. It tells the customer nothing of its cause, and not to pay twice. */
export function FailurePage({ language }: { language: FrameLanguage }) {
  const { t } = language;
  return (
    <PageFrame language={language} title={t('failure.title')} isPickable={false}>
      <StatusSheet mark="alert" heading={t('failure.heading')}>
        <p>{t('failure.detail')}</p>
        <p className="mt-5">
          {/* An empty address is this page itself. */}
          <LinkButton href="" isPrimary>
            {t('failure.retry')}
          </LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}
