import { messagesFor } from '#lib/i18n/messages.ts';
import type { LeavePage } from '#lib/payments/pay-page-contract.ts';
import { HandOff } from '../hand-off.tsx';
import { LinkButton } from '../link-button.tsx';
import { PageFrame } from '../page-frame.tsx';
import { Phrase } from '../phrase.tsx';
import { StatusSheet } from '../status-sheet.tsx';
import { UnknownPage } from './pay-view.tsx';

/** Between our form and the gateway: names the amount and the site, and goes there. */
export function LeaveView({ page, token }: { page: LeavePage; token: string }) {
  switch (page.state) {
    case 'unknown':
      return <UnknownPage />;
    case 'over':
      return <OverPage token={token} />;
    case 'connecting':
      return <ConnectingPage page={page} />;
    case 'ready':
      return <ReadyPage page={page} />;
  }
}

function OverPage({ token }: { token: string }) {
  const language = messagesFor('en');
  const { leave } = language.text;
  return (
    <PageFrame language={language} title={leave.overTitle}>
      <StatusSheet mark="clock" heading={leave.overHeading}>
        <p>{leave.overDetail}</p>
        <p className="mt-5">
          <LinkButton href={`/pay/${token}`} isPrimary>
            {leave.back}
          </LinkButton>
        </p>
      </StatusSheet>
    </PageFrame>
  );
}

function ConnectingPage({ page }: { page: Extract<LeavePage, { state: 'connecting' }> }) {
  const language = messagesFor(page.language ?? 'en');
  const { leave } = language.text;
  return (
    <PageFrame language={language} title={leave.title} refresh={{ seconds: 1 }}>
      <div role="status">
        <StatusSheet mark="waiting" heading={leave.connectingHeading}>
          <p>{leave.connectingDetail}</p>
          <p className="mt-4 font-semibold text-ink">
            <Phrase message={leave.amountTo} values={{ amount: language.money(page.amount), merchant: page.merchant.name }} />
          </p>
        </StatusSheet>
      </div>
    </PageFrame>
  );
}

function ReadyPage({ page }: { page: Extract<LeavePage, { state: 'ready' }> }) {
  const language = messagesFor(page.language ?? 'en');
  const { leave } = language.text;
  const heading = <Phrase message={leave.readyHeading} values={{ amount: language.money(page.amount) }} />;
  return (
    <HandOff language={language} title={leave.title} url={page.url} host={page.host} heading={heading}>
      <p>
        <Phrase message={leave.readyDetail} values={{ merchant: page.merchant.name, method: page.method }} />
      </p>
    </HandOff>
  );
}
