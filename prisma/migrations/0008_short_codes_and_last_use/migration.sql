-- Short codes for printed links: looked up by this hash; the codes themselves are derived and never stored.
ALTER TABLE "payment_link" ADD COLUMN "short_code_hash" BYTEA;

CREATE UNIQUE INDEX "payment_link_short_code_hash_key" ON "payment_link"("short_code_hash");

ALTER TABLE "payment_link"
  ADD CONSTRAINT "link_short_code_is_hash" CHECK (octet_length("short_code_hash") = 32);

-- When credentials were last used, to the hour, so that an operator sees which ones nobody misses.
ALTER TABLE "api_user" ADD COLUMN "last_used_at" TIMESTAMPTZ(3);
