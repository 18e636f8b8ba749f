-- CreateEnum
CREATE TYPE "late_payments" AS ENUM ('undo', 'accept');

-- AlterTable
ALTER TABLE "gateway_account" ADD COLUMN     "terminal_secrets_sealed" BYTEA;

-- AlterTable
ALTER TABLE "merchant" ADD COLUMN     "late_payments" "late_payments" NOT NULL DEFAULT 'undo';

-- AlterTable
ALTER TABLE "payment_method" ADD COLUMN     "amount_limits" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "is_enabled" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "only_countries" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "rank" INTEGER;

-- AlterTable
ALTER TABLE "payment_operation" ADD COLUMN     "failure_message" TEXT,
ADD COLUMN     "intent" TEXT,
ADD COLUMN     "order_lines" JSONB,
ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "sandbox_payment_request" ADD COLUMN     "session_id" TEXT;

-- AlterTable
ALTER TABLE "sandbox_transaction" ADD COLUMN     "cvv_result" TEXT,
ADD COLUMN     "fraud_recommendation" TEXT;

-- CreateTable
CREATE TABLE "sandbox_session" (
    "id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "shop_order_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "terminals" TEXT[],
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_session_pkey" PRIMARY KEY ("account_id","id")
);

-- CreateTable
CREATE TABLE "sandbox_fault" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "order" TEXT,
    "times_left" INTEGER,
    "delay_ms" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_fault_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sandbox_fault_account_id_kind_idx" ON "sandbox_fault"("account_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "payment_operation_payment_id_intent_key" ON "payment_operation"("payment_id", "intent");

-- ── Written by hand ─────────────────────────────────────────────────────────

ALTER TABLE "payment"
  ADD CONSTRAINT "payment_disputed_within_captured" CHECK ("disputed_minor" <= "captured_minor");
ALTER TABLE "sandbox_fault"
  ADD CONSTRAINT "sandbox_fault_times_count" CHECK ("times_left" > 0);

-- The ledger has an account for each of authorised, captured, refunded, released and disputed money; what was
-- booked before knew "promised" and "taken" only, and gave back to "customer".
ALTER TABLE "ledger_entry" DISABLE TRIGGER "ledger_entry_append_only";
UPDATE "ledger_entry" back SET "account" = CASE other."account" WHEN 'promised' THEN 'released' ELSE 'refunded' END
  FROM "ledger_entry" other
  WHERE other."posting_id" = back."posting_id" AND other."id" <> back."id" AND back."account" = 'customer' AND back."amount_minor" > 0;
UPDATE "ledger_entry" SET "account" = CASE "account" WHEN 'promised' THEN 'authorized' ELSE 'captured' END WHERE "account" IN ('promised', 'taken');
ALTER TABLE "ledger_entry" ENABLE TRIGGER "ledger_entry_append_only";
ALTER TABLE "ledger_entry"
  ADD CONSTRAINT "ledger_account_known" CHECK ("account" IN ('customer', 'authorized', 'captured', 'refunded', 'released', 'disputed'));
