import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { CodePage } from '#lib/links/code-page-contract.ts';
import { Card } from '../card.tsx';
import { LinkButton } from '../link-button.tsx';
import { NoticePanel } from '../notice-panel.tsx';
import { PageFrame } from '../page-frame.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { SubmitButton } from '../submit-button.tsx';
import { TextField } from '../text-field.tsx';

const titles = { empty: 'code.title', unknown: 'code.unknown.title', limited: 'limited.title' } as const;

/** The page for whoever has a payment request on paper and cannot scan it. `action` is its own address in its own language. */
export function CodeView({ language, page, action, isTest }: { language: PageLanguage; page: CodePage; action: string; isTest: boolean }) {
  const { t } = language;
  if (page.state === 'found') return <FoundPage language={language} path={page.path} />;
  const typed = page.state === 'empty' ? undefined : page.typed;
  const isWrong = page.state === 'unknown';
  return (
    <PageFrame language={language} title={t(titles[page.state])} isTest={isTest}>
      <CodeNotice language={language} page={page} />
      <h1 className="font-semibold text-3xl leading-tight tracking-tight">{t('code.heading')}</h1>
      <p className="mt-2 text-pretty text-quiet">{t('code.lead')}</p>
      <Card className="mt-6">
        <form method="post" action={action} autoComplete="off" className="flex flex-col gap-6">
          <TextField
            id="code"
            label={t('code.code')}
            hint={t('code.codeHint')}
            isWrong={isWrong}
            defaultValue={typed?.code}
            autoCapitalize="characters"
            maxLength={64}
            dir="ltr"
            required
          />
          <TextField
            id="order"
            label={t('code.order')}
            hint={t('code.orderHint')}
            isWrong={isWrong}
            defaultValue={typed?.orderNumber}
            maxLength={200}
            dir="auto"
            required
          />
          <SubmitButton>{t('code.open')}</SubmitButton>
        </form>
      </Card>
    </PageFrame>
  );
}

function CodeNotice({ language: { t }, page }: { language: PageLanguage; page: Exclude<CodePage, { state: 'found' }> }) {
  switch (page.state) {
    case 'empty':
      return null;
    case 'unknown':
      return (
        <NoticePanel tone="bad" heading={t('code.unknown.heading')}>
          <p>{t('code.unknown.detail')}</p>
        </NoticePanel>
      );
    case 'limited':
      return (
        <NoticePanel tone="warn" heading={t('limited.heading')}>
          <p>{t('limited.detail', { seconds: page.retryAfterSeconds })}</p>
        </NoticePanel>
      );
  }
}

/** The body of an answer that leads on; browsers do not show it. */
function FoundPage({ language, path }: { language: PageLanguage; path: string }) {
  const { t } = language;
  return (
    <PageFrame language={language} title={t('follow.title')} isPickable={false}>
      <StatusSheet mark="waiting" heading={t('follow.heading')}>
        <p>{t('follow.detail')}</p>
        <p className="mt-5">
          <LinkButton href={path} isPrimary>
            {t('leave.continue')}
          </LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}
