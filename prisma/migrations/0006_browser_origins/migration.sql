-- Whether a page's origin is any shop's: asked before every call of a customer's browser.
CREATE INDEX "merchant_origins_idx" ON "merchant" USING GIN ("origins");
