import type { Metadata } from 'next';
import { FrontDoor } from '#components/front-door.tsx';
import { env } from '#lib/env.ts';

export const metadata: Metadata = { robots: { index: true, follow: true } };

/** The front door: what this is, and where to go. */
export default function Page() {
  const { MODE, PUBLIC_URL } = env();
  return <FrontDoor apiUrl={`${PUBLIC_URL}/checkout/v1/api`} isTest={MODE === 'test'} />;
}
