import { messagesFor } from '#lib/i18n/messages.ts';
import type { ReturnPage } from '#lib/payments/pay-page-contract.ts';
import { HandOff } from '../hand-off.tsx';
import { LinkButton } from '../link-button.tsx';
import { PageFrame } from '../page-frame.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { PayView, UnknownPage } from './pay-view.tsx';

/** Where the gateway sends the customer: wait for the outcome, then on to the shop, or the outcome here. */
export function ReturnView({ page }: { page: ReturnPage }) {
  switch (page.state) {
    case 'unknown':
      return <UnknownPage />;
    case 'checking':
      return <CheckingPage page={page} />;
    case 'follow':
      return <FollowPage page={page} />;
    case 'outcome':
      return <PayView page={page.page} />;
  }
}

function CheckingPage({ page }: { page: Extract<ReturnPage, { state: 'checking' }> }) {
  const language = messagesFor(page.language ?? 'en');
  const { checking, refresh } = language.text;
  return (
    <PageFrame language={language} title={checking.title} refresh={{ seconds: 1 }}>
      <div role="status">
        <StatusSheet mark="waiting" heading={checking.heading}>
          <p>{checking.detail}</p>
          <p className="mt-5">
            <LinkButton href="">{refresh}</LinkButton>
          </p>
        </StatusSheet>
      </div>
    </PageFrame>
  );
}

function FollowPage({ page }: { page: Extract<ReturnPage, { state: 'follow' }> }) {
  const language = messagesFor(page.language ?? 'en');
  const { title, heading, detail } = language.text.follow;
  return (
    <HandOff language={language} title={title} url={page.url} host={page.host} heading={heading}>
      <p>{detail}</p>
    </HandOff>
  );
}
