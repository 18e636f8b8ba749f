import { Order } from '../../order.jsx';
import { WaysToPay } from '../../ways-to-pay.jsx';

export const dynamic = 'force-dynamic';

/** Server components only: the form is plain HTML. */
export default async function Page({ params }) {
  const { id } = await params;
  return (
    <main>
      <Order id={id} />
      <form method="post" action="/pay">
        <WaysToPay />
      </form>
    </main>
  );
}
