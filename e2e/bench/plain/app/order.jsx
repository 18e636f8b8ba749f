import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

/** Draws the order of a session: one row, read when the page is asked for. */
export async function Order({ id }) {
  const { rows } = await pool.query({ name: 'session', text: 'SELECT order_id, currency, "order" FROM checkout_session WHERE id = $1', values: [id] });
  const [session] = rows;
  return (
    <>
      <h1>Order {session.order_id}</h1>
      <ul>
        {session.order.orderLines.map((line) => (
          <li key={line.itemId}>
            {line.quantity} × {line.description}
            <span>{line.unitPrice}</span>
          </li>
        ))}
      </ul>
      <p>
        Total {session.currency} {session.order.amount.value}
      </p>
    </>
  );
}
