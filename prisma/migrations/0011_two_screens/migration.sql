-- Screens of a link's page that another screen has taken over from, by the random part of their names, the latest last.
ALTER TABLE "payment_link" ADD COLUMN "joined_screens" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

ALTER TABLE "payment_link"
  ADD CONSTRAINT "link_joined_screens_bounded" CHECK (cardinality("joined_screens") <= 10);

-- A payer reads out the end of a payment's id as a support code (lib/payments/support-code.ts).
CREATE INDEX "payment_support_code" ON "payment"("merchant_id", right("id"::text, 10));
