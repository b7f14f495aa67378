/**
 * What the window may load and run: only what it is made of (design 5). Nothing inline, nothing remote, no frame; `blob:` shows a
 * pasted picture before it is sent, and a page that was drawn. The same policy in both hosts.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
