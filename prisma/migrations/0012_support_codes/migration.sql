-- A payer reads out the end of a payment's id as a support code (lib/payments/support-code.ts).
CREATE INDEX "payment_support_code" ON "payment"("merchant_id", right("id"::text, 10));

-- Read through in a transaction of its own: link pages open meanwhile.
ALTER TABLE "payment_link" VALIDATE CONSTRAINT "link_joined_screens_bounded";
