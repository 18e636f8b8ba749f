import type { SandboxPage, TypedCard } from '#lib/sandbox-gateway/page-contract.ts';
import { BankForm } from './bank-form.tsx';
import { CardForm } from './card-form.tsx';
import { ChallengeForm } from './challenge-form.tsx';
import { InvoiceForm } from './invoice-form.tsx';
import { Outcome, Working } from './outcome.tsx';
import type { FormPage } from './pay-form.tsx';
import { SandboxFrame } from './sandbox-frame.tsx';
import { SheetForm } from './sheet-form.tsx';
import { ShopPageNote } from './shop-page-note.tsx';
import { WalletForm } from './wallet-form.tsx';

type SandboxViewProps = {
  page: SandboxPage;
  problems?: string[];
  typed?: TypedCard;
  /** Goes on to the shop by itself once the payment is done. */
  goesOn?: boolean;
};

const workingSeconds = 2;

const nothingTyped: TypedCard = { name: '', expiry: '' };

/** A payment request in its present state, whatever address led here. */
export function SandboxView({ page, problems = [], typed = nothingTyped, goesOn = false }: SandboxViewProps) {
  return (
    <SandboxFrame title={titles[page.state]} refresh={refreshOf(page, goesOn)}>
      <Step page={page} problems={problems} typed={typed} />
    </SandboxFrame>
  );
}

const titles = { form: 'Payment', challenge: 'Confirm the payment', working: 'One moment', done: 'Payment result' } as const;

function refreshOf(page: SandboxPage, goesOn: boolean) {
  if (page.state === 'working') return { seconds: workingSeconds };
  return goesOn && page.state === 'done' && page.location ? { seconds: 0, url: page.location } : undefined;
}

type StepProps = { page: SandboxPage; problems: string[]; typed: TypedCard };

function Step({ page, problems, typed }: StepProps) {
  switch (page.state) {
    case 'form':
      return (
        <>
          <Form page={page} problems={problems} typed={typed} />
          <ShopPageNote shopPage={page.shopPage} holds="exactly one form named PensioPaymentForm" />
        </>
      );
    case 'challenge':
      return <ChallengeForm payment={page} isCodeWrong={problems.includes('code')} />;
    case 'working':
      return <Working payment={page} />;
    case 'done':
      return <Outcome payment={page} />;
  }
}

function Form({ page, problems, typed }: StepProps & { page: FormPage }) {
  switch (page.kind) {
    case 'card':
      return <CardForm payment={page} problems={problems} typed={typed} />;
    case 'sheet':
      return <SheetForm payment={page} />;
    case 'wallet':
      return <WalletForm payment={page} />;
    case 'bank':
      return <BankForm payment={page} />;
    case 'invoice':
      return <InvoiceForm payment={page} problems={problems} />;
  }
}
