/** Where a person whose session has ended goes, to come back here. */
export function signInAgain() {
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
