-- AlterTable
ALTER TABLE "sandbox_fault" ADD COLUMN     "method" TEXT;

-- CreateTable
CREATE TABLE "sandbox_callback" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "shop_order_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "faults" TEXT[],
    "status" INTEGER,
    "detail" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_callback_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sandbox_callback_account_id_shop_order_id_idx" ON "sandbox_callback"("account_id", "shop_order_id");
