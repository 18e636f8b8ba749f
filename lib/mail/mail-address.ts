/**
 * One address of an e-mail, as it is written in practice (a part of RFC 5321): no quotes, no lists, no comments, no
 * white space, so that nothing in it can name a second recipient or another header.
 */
export function isMailAddress(text: string): boolean {
  const [, local, domain] = /^([^\s\p{C}<>()[\]\\,;:"@]{1,64})@([^\s\p{C}<>()[\]\\,;:"@]{3,253})$/u.exec(text) ?? [];
  if (local === undefined || domain === undefined || text.length > 254) return false;
  const isDotted = !/^\.|\.$|\.\./.test(local) && !/^\.|\.$|\.\./.test(domain);
  // A name without a dot is nobody's on the internet.
  return isDotted && domain.includes('.') && /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain);
}
