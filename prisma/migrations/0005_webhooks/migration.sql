-- Events and webhook endpoints; callbacks and webhooks are deliveries of one table.

CREATE TYPE "endpoint_disabled_reason" AS ENUM ('merchant', 'gone', 'failing');

CREATE TYPE "delivery_kind" AS ENUM ('success', 'failure', 'notification', 'webhook');

ALTER TABLE "checkout_session" ADD COLUMN     "event_sequence" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "payment_link" ADD COLUMN     "expired_at" TIMESTAMPTZ(3);
-- Links that ended long ago are no news.
UPDATE "payment_link" SET "expired_at" = "valid_until" WHERE "valid_until" <= now();

CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "merchant_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "position" BIGINT,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "merchant_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "event_types" TEXT[],
    "secret_sealed" BYTEA NOT NULL,
    "old_secret_sealed" BYTEA,
    "old_secret_until" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" "endpoint_disabled_reason",
    "failing_since" TIMESTAMPTZ(3),
    "alarmed_at" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "event_merchant_id_id_key" ON "event"("merchant_id", "id");
CREATE UNIQUE INDEX "event_session_id_sequence_key" ON "event"("session_id", "sequence");
CREATE UNIQUE INDEX "event_merchant_id_position_key" ON "event"("merchant_id", "position");
CREATE UNIQUE INDEX "webhook_endpoint_merchant_id_id_key" ON "webhook_endpoint"("merchant_id", "id");

ALTER TABLE "event" ADD CONSTRAINT "event_merchant_id_session_id_fkey" FOREIGN KEY ("merchant_id", "session_id") REFERENCES "checkout_session"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was owed stays owed, under its new name.
ALTER TABLE "callback_delivery" RENAME TO "delivery";
ALTER TABLE "callback_attempt" RENAME TO "delivery_attempt";
ALTER TABLE "delivery" RENAME CONSTRAINT "callback_delivery_pkey" TO "delivery_pkey";
ALTER TABLE "delivery" RENAME CONSTRAINT "callback_delivery_merchant_id_session_id_fkey" TO "delivery_merchant_id_session_id_fkey";
ALTER TABLE "delivery" RENAME CONSTRAINT "callback_delivery_merchant_id_payment_id_fkey" TO "delivery_merchant_id_payment_id_fkey";
ALTER TABLE "delivery_attempt" RENAME CONSTRAINT "callback_attempt_pkey" TO "delivery_attempt_pkey";
ALTER TABLE "delivery_attempt" RENAME CONSTRAINT "callback_attempt_delivery_id_fkey" TO "delivery_attempt_delivery_id_fkey";
ALTER INDEX "callback_delivery_due_at_idx" RENAME TO "delivery_due_at_idx";
ALTER INDEX "callback_delivery_payment_id_kind_fact_key" RENAME TO "delivery_payment_id_kind_fact_key";
ALTER INDEX "callback_attempt_delivery_id_idx" RENAME TO "delivery_attempt_delivery_id_idx";

ALTER TABLE "delivery" ALTER COLUMN "kind" TYPE "delivery_kind" USING "kind"::text::"delivery_kind";
DROP TYPE "callback_kind";
ALTER TABLE "delivery"
    ADD COLUMN     "queue" UUID,
    ADD COLUMN     "endpoint_id" UUID,
    ADD COLUMN     "event_id" UUID,
    ADD COLUMN     "sequence" INTEGER,
    ALTER COLUMN "payment_id" DROP NOT NULL,
    ALTER COLUMN "fact" DROP NOT NULL,
    ALTER COLUMN "url" DROP NOT NULL,
    ALTER COLUMN "content_type" DROP NOT NULL,
    ALTER COLUMN "body" DROP NOT NULL;
UPDATE "delivery" SET "queue" = "merchant_id";
ALTER TABLE "delivery" ALTER COLUMN "queue" SET NOT NULL;

CREATE INDEX "delivery_session_id_idx" ON "delivery"("session_id");
CREATE INDEX "delivery_endpoint_id_session_id_sequence_idx" ON "delivery"("endpoint_id", "session_id", "sequence");
CREATE INDEX "delivery_merchant_id_created_at_id_idx" ON "delivery"("merchant_id", "created_at", "id");
CREATE UNIQUE INDEX "delivery_endpoint_id_event_id_key" ON "delivery"("endpoint_id", "event_id");
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_merchant_id_endpoint_id_fkey" FOREIGN KEY ("merchant_id", "endpoint_id") REFERENCES "webhook_endpoint"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_merchant_id_event_id_fkey" FOREIGN KEY ("merchant_id", "event_id") REFERENCES "event"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whether something waits, by queue: one that is dead is skipped in one step.
CREATE INDEX "delivery_queue_waiting" ON "delivery"("queue", "due_at") WHERE "due_at" IS NOT NULL;
-- Events that have no position yet.
CREATE INDEX "event_unplaced" ON "event"("created_at") WHERE "position" IS NULL;
-- Links whose end may still have to be told.
CREATE INDEX "payment_link_unexpired" ON "payment_link"("valid_until") WHERE "expired_at" IS NULL;

-- A callback says where and what by itself; a webhook by its endpoint and its event.
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_is_callback_or_webhook" CHECK (
    CASE WHEN "kind" = 'webhook'
        THEN num_nonnulls("endpoint_id", "event_id", "sequence") = 3 AND "queue" = "endpoint_id"
        ELSE num_nonnulls("payment_id", "fact", "url", "content_type", "body") = 5 AND num_nonnulls("endpoint_id", "event_id", "sequence") = 0 END);
ALTER TABLE "event" ADD CONSTRAINT "event_counts_from_one" CHECK ("sequence" >= 1 AND "position" >= 1);
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_disabled_for_a_reason" CHECK (("disabled_at" IS NULL) = ("disabled_reason" IS NULL));
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_old_secret_ends" CHECK (("old_secret_sealed" IS NULL) = ("old_secret_until" IS NULL));
CREATE INDEX "payment_link_opened_unexpired" ON "payment_link"("opened_at") WHERE "expired_at" IS NULL;
