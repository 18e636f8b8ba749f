-- Screens of a link's page that another screen has taken over from, by the random part of their names and since when, the latest last.
ALTER TABLE "payment_link" ADD COLUMN "joined_screens" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

ALTER TABLE "payment_link"
  ADD CONSTRAINT "link_joined_screens_bounded" CHECK (cardinality("joined_screens") <= 30) NOT VALID;
