/** Where to go after signing in: a path of this console, and nothing that leads elsewhere. */
export function nextPath(asked: string | string[] | undefined): string {
  const path = Array.isArray(asked) ? asked[0] : asked;
  // "//host" and "/\host" are other hosts to a browser.
  return path && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/queue';
}
