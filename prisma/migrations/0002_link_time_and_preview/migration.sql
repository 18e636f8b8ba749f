-- AlterTable
ALTER TABLE "payment_link" ADD COLUMN     "extendable" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "preview_amount" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "payment_link"
  ADD CONSTRAINT "link_extensions_allowed" CHECK ("extendable" OR "extensions" = 0);
