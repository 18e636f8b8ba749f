const methods = ['Card', 'MobilePay', 'Bank payment'];

export function WaysToPay() {
  return (
    <>
      <fieldset>
        <legend>How would you like to pay?</legend>
        {methods.map((method) => (
          <label key={method}>
            {method}
            <input type="radio" name="method" value={method} required />
          </label>
        ))}
      </fieldset>
      <button type="submit">Pay</button>
    </>
  );
}
