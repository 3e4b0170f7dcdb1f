/**
 * Signs in or out: asks for the CSRF token of this browser and sends it along.
 * @throws TypeError when the server cannot be reached.
 */
export async function postAuth(what: 'callback/credentials' | 'signout', fields: Record<string, string> = {}) {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  return fetch(`/api/auth/${what}`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
}
