import { en } from '#lib/i18n/messages/en.ts';
import { LinkButton } from './link-button.tsx';
import { PageFrame } from './page-frame.tsx';
import { StatusSheet } from './status-sheet.tsx';

/** This page may run in the browser, and when little else works: it brings one language along, not all of them. */
const english = { tag: 'en', direction: 'ltr', text: en } as const;

/** A fault of ours. It tells the customer nothing of its cause, and not to pay twice. */
export function FailurePage() {
  const { title, heading, detail, retry } = en.failure;
  return (
    <PageFrame language={english} title={title}>
      <StatusSheet mark="alert" heading={heading}>
        <p>{detail}</p>
        <p className="mt-5">
          {/* An empty address is this page itself. */}
          <LinkButton href="" isPrimary>
            {retry}
          </LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}
