import { Sheet } from './parts.tsx';
import { SandboxFrame } from './sandbox-frame.tsx';

/** What is read by whoever has no credentials, or closed the browser's question for them. */
export function BoardSignIn() {
  return (
    <SandboxFrame title="Sign in">
      <Sheet>
        <h1 className="font-semibold text-2xl">Sign in to the fault board</h1>
        <p className="mt-2 text-quiet">
          It shows the payments of one sandbox account, and opens with that account’s user and password: the ones your shop calls this gateway with.
          <code> npm run demo</code> prints the demo’s, and <code>npm run merchant -- create</code> prints those of a new shop.
        </p>
        <p className="mt-5">
          <a
            href="/sandbox"
            className="inline-flex min-h-12 w-full items-center justify-center rounded-xl bg-[#0b6157] px-5 py-2.5 font-semibold text-white hover:bg-[#084c44]"
          >
            Sign in
          </a>
        </p>
      </Sheet>
    </SandboxFrame>
  );
}
