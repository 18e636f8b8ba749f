'use client';

import { FailurePage } from '#components/failure-page.tsx';
import './globals.css';

/** Whatever a page did not foresee. */
export default function GlobalError() {
  return <FailurePage />;
}
