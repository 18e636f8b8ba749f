/** Names that look public until they are resolved, and what a resolver answers. Nobody was ever given 3000::/8. */
export const unsafeNames: Readonly<Record<string, string[]>> = {
  'loopback.ssrf.test': ['127.0.0.1'],
  'loopback6.ssrf.test': ['::1'],
  'private.ssrf.test': ['10.1.2.3'],
  'unique-local.ssrf.test': ['fd00::1'],
  'mapped.ssrf.test': ['::ffff:127.0.0.1'],
  'translated.ssrf.test': ['64:ff9b::7f00:1'],
  'locally-translated.ssrf.test': ['64:ff9b:1::5db8:d70e'],
  'six-to-four.ssrf.test': ['2002:5db8:d70e::1'],
  'metadata.ssrf.test': ['169.254.169.254'],
  'zone.ssrf.test': ['fe80::1%eth0'],
  'loopback-zone.ssrf.test': ['::1%lo'],
  'public-and-private.ssrf.test': ['3000::1', '10.1.2.3'],
  'private-and-public.ssrf.test': ['127.0.0.1', '3000::1'],
  'public-and-loopback.ssrf.test': ['3000::1', '::1'],
};
