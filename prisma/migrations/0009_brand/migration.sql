-- How a merchant shows itself to its customers, in the row that every page reads anyway.
ALTER TABLE "merchant"
  ADD COLUMN "colour" TEXT,
  ADD COLUMN "email" TEXT,
  ADD COLUMN "phone" TEXT,
  ADD COLUMN "website" TEXT,
  ADD COLUMN "terms_url" TEXT,
  ADD COLUMN "privacy_url" TEXT,
  ADD COLUMN "legal_name" TEXT,
  ADD COLUMN "legal_address" TEXT,
  ADD COLUMN "tax_id" TEXT,
  ADD COLUMN "time_zone" TEXT NOT NULL DEFAULT 'UTC',
  ADD COLUMN "mails_receipts" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "logo_hash" TEXT,
  ADD COLUMN "logo_width" INTEGER,
  ADD COLUMN "logo_height" INTEGER,
  ADD COLUMN "logo_is_light" BOOLEAN;

CREATE INDEX "merchant_logo_hash_idx" ON "merchant"("logo_hash");

-- Colours are written into pages: nothing but a colour may stand there.
ALTER TABLE "merchant"
  ADD CONSTRAINT "merchant_colour_is_hex" CHECK ("colour" ~ '^#[0-9a-f]{6}$'),
  ADD CONSTRAINT "merchant_logo_whole" CHECK (num_nonnulls("logo_hash", "logo_width", "logo_height", "logo_is_light") IN (0, 4)),
  ADD CONSTRAINT "merchant_logo_is_hash" CHECK ("logo_hash" ~ '^[0-9a-f]{32}$'),
  ADD CONSTRAINT "merchant_logo_bounded" CHECK (least("logo_width", "logo_height") >= 1 AND greatest("logo_width", "logo_height") <= 512);

-- The bytes of its logo: apart, so that no page reads them along.
CREATE TABLE "merchant_logo" (
    "merchant_id" UUID NOT NULL,
    "png" BYTEA NOT NULL,

    CONSTRAINT "merchant_logo_pkey" PRIMARY KEY ("merchant_id")
);

ALTER TABLE "merchant_logo" ADD CONSTRAINT "merchant_logo_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "merchant_logo"
  ADD CONSTRAINT "merchant_logo_small" CHECK (octet_length("png") BETWEEN 1 AND 65536);
