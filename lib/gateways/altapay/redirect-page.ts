/**
 * Shown while the gateway sends the customer on to their bank (3-D Secure). The gateway fills the one division
 * with its own form and strips scripts, other forms and meta elements, so the page has none.
 */
export const redirectPage = `<!DOCTYPE html>
<html lang="en">
<head>
<title>One moment, please</title>
<style>
body { margin: 0; padding: 3rem 1.25rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #ffffff; text-align: center; }
</style>
</head>
<body>
<h1>One moment, please</h1>
<p>You are being sent to your bank to confirm the payment.</p>
<div id="PensioRedirectForm"></div>
</body>
</html>
`;
