import type { SandboxPage } from '#lib/sandbox-gateway/page-contract.ts';
import { Press, Sheet } from './parts.tsx';
import { PaymentSummary } from './payment-summary.tsx';

type Done = Extract<SandboxPage, { state: 'done' }>;

const headings = {
  paid: 'The payment was accepted',
  pending: 'The payment is not decided yet',
  declined: 'The payment was not accepted',
  cancelled: 'The payment was cancelled',
} as const;

/** How a payment ended, and the way back to the shop. */
export function Outcome({ payment }: { payment: Done }) {
  const { result, message, location, words, shopName } = payment;
  return (
    <>
      <Sheet>
        <PaymentSummary payment={payment} heading={headings[result]} />
        {message !== '' && <p className="mt-4">{message}</p>}
        {words !== '' && (
          <div className="mt-4">
            <h2 className="font-semibold text-sm">
              <bdi>{shopName}</bdi> says
            </h2>
            <p className="mt-1 whitespace-pre-line">{words}</p>
          </div>
        )}
        {location ? <WayBack location={location} shopName={shopName} /> : <p className="mt-4 text-quiet">You can close this window.</p>}
      </Sheet>
      {result === 'pending' && <DecideNow pid={payment.pid} />}
    </>
  );
}

function WayBack({ location, shopName }: { location: string; shopName: string }) {
  return (
    <p className="mt-5">
      <a
        href={location}
        rel="noreferrer"
        className="inline-flex min-h-12 w-full items-center justify-center rounded-xl bg-[#0b6157] px-5 py-2.5 font-semibold text-white hover:bg-[#084c44]"
      >
        Back to&nbsp;<bdi>{shopName}</bdi>
      </a>
      <span className="mt-2 block text-center text-quiet text-sm">
        on <bdi>{new URL(location).host}</bdi>
      </span>
    </p>
  );
}

/** Lets a tester play the bank that decides later. */
function DecideNow({ pid }: { pid: string }) {
  return (
    <Sheet>
      <form method="post" action="/sandbox/eCommerce/API/decide" className="space-y-3">
        <input type="hidden" name="pid" value={pid} />
        <h2 className="font-semibold">Play the bank</h2>
        <p className="text-quiet text-sm">The shop is told by a notification, as when a bank decides hours later.</p>
        <Press decision="approve">Accept the payment now</Press>
        <Press decision="decline" look="plain">
          Decline it now
        </Press>
      </form>
    </Sheet>
  );
}

/** While another press is worked on, or the shop is being told. */
export function Working({ payment }: { payment: SandboxPage }) {
  return (
    <Sheet>
      <PaymentSummary payment={payment} heading="One moment" />
      <p className="mt-4 text-quiet" role="status">
        The payment is being worked on. This page looks again by itself.
      </p>
    </Sheet>
  );
}
