-- The language that a payment was begun in, for what is sent to its payer.
ALTER TABLE "payment" ADD COLUMN "language" TEXT;

-- Receipts owed by e-mail: one a payment, born in the transaction that settles it.
CREATE TABLE "receipt_mail" (
    "id" UUID NOT NULL,
    "merchant_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "status" "delivery_status" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_mail_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "receipt_mail_merchant_id_payment_id_key" ON "receipt_mail"("merchant_id", "payment_id");
CREATE INDEX "receipt_mail_due_at_idx" ON "receipt_mail"("due_at");
CREATE INDEX "receipt_mail_session_id_idx" ON "receipt_mail"("session_id");

ALTER TABLE "receipt_mail" ADD CONSTRAINT "receipt_mail_merchant_id_session_id_fkey" FOREIGN KEY ("merchant_id", "session_id") REFERENCES "checkout_session"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "receipt_mail" ADD CONSTRAINT "receipt_mail_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payment"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "receipt_mail"
  ADD CONSTRAINT "receipt_mail_pending_is_due" CHECK (("status" = 'pending') = ("due_at" IS NOT NULL)),
  ADD CONSTRAINT "receipt_mail_ended_has_time" CHECK (("status" = 'pending') = ("ended_at" IS NULL)),
  ADD CONSTRAINT "receipt_mail_attempts_count" CHECK ("attempts" >= 0);
