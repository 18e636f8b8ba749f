import { Order } from '../../order.jsx';
import { PayForm } from './pay-form.jsx';

export const dynamic = 'force-dynamic';

/** The same order with one client component, the form. */
export default async function Page({ params }) {
  const { id } = await params;
  return (
    <main>
      <Order id={id} />
      <PayForm />
    </main>
  );
}
