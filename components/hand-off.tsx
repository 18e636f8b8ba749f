import type { ReactNode } from 'react';
import type { PageLanguage } from '#lib/i18n/page-language.ts';
import type { PageMerchant } from '#lib/payments/pay-page-contract.ts';
import { LinkButton } from './link-button.tsx';
import { PageFrame } from './page-frame.tsx';
import { StatusSheet } from './status-sheet.tsx';

type HandOffProps = {
  language: PageLanguage;
  title: string;
  merchant?: PageMerchant;
  url: string;
  host: string;
  heading: ReactNode;
  isTest: boolean;
  children: ReactNode;
};

/** A page that goes on to another site at once, says which, and carries a plain link for when it does not. */
export function HandOff({ language, title, merchant, url, host, heading, isTest, children }: HandOffProps) {
  const { t } = language;
  return (
    <PageFrame language={language} title={title} merchant={merchant} onward={url} isTest={isTest} isPickable={false}>
      <StatusSheet mark="waiting" heading={heading} isNews={false}>
        <div>{children}</div>
        <p className="mt-4">
          {t('leave.goesTo')}{' '}
          <strong className="block font-semibold text-ink">
            <bdi>{host}</bdi>
          </strong>
        </p>
        <p className="mt-5">
          <LinkButton href={url} isPrimary>
            {t('leave.continue')}
          </LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}
