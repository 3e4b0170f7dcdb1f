const HOME = '/queue';
/** Any origin serves: only whether a path stays on it is asked. */
const OWN = 'http://own.invalid';

/**
 * Where to go after signing in: a page of this console, as its path, search and hash alone, and nothing that leads elsewhere.
 * Read as a browser reads it (WHATWG URL), which drops tabs and line feeds and takes a backslash for a slash.
 */
export function nextPath(asked: string | string[] | undefined): string {
  const path = Array.isArray(asked) ? asked[0] : asked;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (!path?.startsWith('/') || /[\u0000-\u001f\u007f\\]/.test(path) || !URL.canParse(path, OWN)) return HOME;
  const { origin, pathname, search, hash } = new URL(path, OWN);
  // "/..//host" is a path of ours until its dots are worked out; then it is another host.
  if (origin !== OWN || pathname.startsWith('//') || /^\/(sign-in|api)(\/|$)/.test(pathname)) return HOME;
  return `${pathname}${search}${hash}`;
}
