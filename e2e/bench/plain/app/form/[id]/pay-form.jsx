'use client';

import { useState } from 'react';
import { WaysToPay } from '../../ways-to-pay.jsx';

/** A form as React's own guide writes it: the press is answered by a handler. */
export function PayForm() {
  const [isBusy, setBusy] = useState(false);
  async function pay(event) {
    event.preventDefault();
    setBusy(true);
    await fetch('/pay', { method: 'POST', body: new FormData(event.currentTarget) }).catch(() => setBusy(false));
  }
  return (
    <form onSubmit={pay} aria-busy={isBusy}>
      <WaysToPay />
    </form>
  );
}
