-- Sessions, links and payments can be listed: every filter has an index that begins with the merchant.

ALTER TABLE "checkout_session"
    ADD COLUMN     "customer_email" TEXT,
    ADD COLUMN     "search_text" TEXT NOT NULL DEFAULT '';
-- What was there before is found by its order id and e-mail; a change of the order makes it whole.
UPDATE "checkout_session" SET
    "customer_email" = lower("order" -> 'customer' ->> 'email'),
    "search_text" = trim(regexp_replace(lower(concat_ws(' ', "order_id", "order" -> 'customer' ->> 'email')), '[^a-z0-9]+', ' ', 'g'))
    WHERE "order_id" IS NOT NULL;

ALTER TABLE "payment_link" ADD COLUMN     "paid_at" TIMESTAMPTZ(3);
UPDATE "payment_link" AS l SET "paid_at" = s."ended_at"
    FROM "checkout_session" AS s JOIN "payment" AS p ON p."id" = s."settled_by_payment_id"
    WHERE s."id" = l."session_id" AND s."status" = 'paid' AND (l."revoked_at" IS NULL OR p."link_id" = l."id");

-- A session lives as long as its link may be paid, and a link ends with its session: what was made before is brought to that.
UPDATE "checkout_session" AS s SET "expires_at" = l."valid_until"
    FROM "payment_link" AS l WHERE l."session_id" = s."id" AND l."revoked_at" IS NULL AND s."status" IN ('open', 'pending') AND s."expires_at" < l."valid_until";
UPDATE "payment_link" AS l SET "valid_until" = greatest(s."ended_at", l."created_at" + interval '1 millisecond')
    FROM "checkout_session" AS s WHERE s."id" = l."session_id" AND s."status" = 'expired' AND l."revoked_at" IS NULL AND l."valid_until" > s."ended_at";

-- The end of a link by its times, as lib/links/link-state.ts has it. Whole minutes are the same in every time zone, hence immutable.
CREATE FUNCTION "link_end"("valid_until" timestamptz, "opened_at" timestamptz, "activation_minutes" integer, "extensions" integer)
    RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT least("valid_until", "opened_at" + make_interval(mins => "activation_minutes" * (1 + "extensions"))) $$;

CREATE INDEX "checkout_session_merchant_id_created_at_id_idx" ON "checkout_session"("merchant_id", "created_at", "id");
CREATE INDEX "checkout_session_merchant_id_status_created_at_id_idx" ON "checkout_session"("merchant_id", "status", "created_at", "id");
CREATE INDEX "checkout_session_merchant_id_order_id_created_at_id_idx" ON "checkout_session"("merchant_id", "order_id", "created_at", "id");
CREATE INDEX "checkout_session_merchant_id_customer_email_created_at_id_idx" ON "checkout_session"("merchant_id", "customer_email", "created_at", "id");
CREATE INDEX "checkout_session_merchant_id_currency_amount_minor_idx" ON "checkout_session"("merchant_id", "currency", "amount_minor");
CREATE INDEX "checkout_session_merchant_id_expires_at_idx" ON "checkout_session"("merchant_id", "expires_at");
CREATE INDEX "payment_link_merchant_id_created_at_id_idx" ON "payment_link"("merchant_id", "created_at", "id");
CREATE INDEX "payment_merchant_id_created_at_id_idx" ON "payment"("merchant_id", "created_at", "id");
CREATE INDEX "payment_merchant_id_status_created_at_id_idx" ON "payment"("merchant_id", "status", "created_at", "id");
CREATE INDEX "payment_merchant_id_currency_amount_minor_idx" ON "payment"("merchant_id", "currency", "amount_minor");

-- Beyond what schema.prisma can say.
CREATE INDEX "checkout_session_search" ON "checkout_session" USING GIN (to_tsvector('simple', "search_text"));
CREATE INDEX "payment_link_paid" ON "payment_link"("merchant_id", "created_at", "id") WHERE "paid_at" IS NOT NULL;
CREATE INDEX "payment_link_revoked" ON "payment_link"("merchant_id", "revoked_reason", "created_at", "id") WHERE "revoked_at" IS NOT NULL;
CREATE INDEX "payment_link_ends" ON "payment_link"("merchant_id", "link_end"("valid_until", "opened_at", "activation_minutes", "extensions"));

-- The sessions whose words begin so. How many that are cannot be told beforehand, and a guess that is too high makes the
-- database read a merchant's whole list for a rare word: a function of its own goes by the words, whatever it guesses.
CREATE FUNCTION "sessions_found"("merchant" uuid, "words" text) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100
    SET "enable_indexscan" = off
    AS $$ SELECT "id" FROM "checkout_session" WHERE to_tsvector('simple', "search_text") @@ to_tsquery('simple', "words") AND "merchant_id" = "merchant" $$;

-- Links whose end may still have to be told: one index in place of two.
CREATE INDEX "payment_link_untold" ON "payment_link"("link_end"("valid_until", "opened_at", "activation_minutes", "extensions")) WHERE "expired_at" IS NULL;
DROP INDEX "payment_link_unexpired";
DROP INDEX "payment_link_opened_unexpired";
