-- What a try at an e-mail uses up: nothing when it failed through us, and of lost answers a mail has two.
ALTER TABLE "receipt_mail"
  ADD COLUMN "faults" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "unanswered" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "receipt_mail"
  ADD CONSTRAINT "receipt_mail_outcomes_count" CHECK ("faults" BETWEEN 0 AND "attempts" AND "unanswered" BETWEEN 0 AND "attempts");
