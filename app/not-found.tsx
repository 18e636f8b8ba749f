import { PageFrame } from '#components/page-frame.tsx';
import { StatusSheet } from '#components/status-sheet.tsx';
import { messagesFor } from '#lib/i18n/messages.ts';

/** Any address where nothing is. */
export default function NotFound() {
  const language = messagesFor('en');
  const { title, heading, detail } = language.text.notFound;
  return (
    <PageFrame language={language} title={title}>
      <StatusSheet mark="question" heading={heading}>
        <p>{detail}</p>
      </StatusSheet>
    </PageFrame>
  );
}
