import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { VerifyPage } from '#lib/stickers/verify-page-contract.ts';
import { Card } from '../card.tsx';
import { NoticePanel } from '../notice-panel.tsx';
import { PageFrame } from '../page-frame.tsx';
import { SubmitButton } from '../submit-button.tsx';
import { TextField } from '../text-field.tsx';
import { VerdictSheet, verdictTitle } from './verdict-sheet.tsx';

type VerifyViewProps = { language: PageLanguage; page: VerifyPage; action: string; isTest: boolean };

/** The page that tells whether a code is ours. `action` is its own address in its own language. */
export function VerifyView({ language, page, action, isTest }: VerifyViewProps) {
  const { t } = language;
  if (page.state === 'judged') {
    return (
      <PageFrame language={language} title={verdictTitle(language, page.findings)} isTest={isTest}>
        <VerdictSheet language={language} findings={page.findings} again={action} />
      </PageFrame>
    );
  }
  return (
    <PageFrame language={language} title={t(page.state === 'limited' ? 'limited.title' : 'verify.title')} isTest={isTest}>
      {page.state === 'problem' && (
        <NoticePanel tone="warn">
          <p>{t(`verify.problems.${page.problem}`)}</p>
        </NoticePanel>
      )}
      {page.state === 'limited' && (
        <NoticePanel tone="warn" heading={t('limited.heading')}>
          <p>{t('limited.detail', { seconds: page.retryAfterSeconds })}</p>
        </NoticePanel>
      )}
      <h1 className="font-semibold text-3xl leading-tight tracking-tight">{t('verify.heading')}</h1>
      <p className="mt-2 text-pretty text-quiet">{t('verify.lead')}</p>
      <Card className="mt-6">
        <form method="post" action={action} encType="multipart/form-data" autoComplete="off" className="flex flex-col gap-6">
          <PictureField language={language} />
          <TextField id="code" label={t('verify.text')} hint={t('verify.textHint')} dir="ltr" inputMode="url" maxLength={4000} />
          <SubmitButton>{t('verify.check')}</SubmitButton>
        </form>
      </Card>
    </PageFrame>
  );
}

/** On a phone this opens the camera; elsewhere a file is chosen. */
function PictureField({ language: { t } }: { language: PageLanguage }) {
  return (
    <div>
      <label htmlFor="picture" className="font-semibold">
        {t('verify.photo')}
      </label>
      <input
        id="picture"
        name="picture"
        type="file"
        accept="image/*"
        capture="environment"
        aria-describedby="picture-hint"
        className="mt-2 block min-h-12 w-full rounded-xl border border-quiet border-dashed bg-sunken p-2 text-sm file:me-3 file:min-h-9 file:rounded-lg file:border-0 file:bg-accent-soft file:px-4 file:font-semibold file:text-accent"
      />
      <p id="picture-hint" className="mt-2 text-pretty text-quiet text-sm">
        {t('verify.photoHint')}
      </p>
    </div>
  );
}
