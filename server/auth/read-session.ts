import type { IncomingHttpHeaders } from 'node:http';
import { type GetTokenParams, getToken } from 'next-auth/jwt';
import type { Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { findPerson } from './queries.ts';

const cookiesOf = (header = ''): Record<string, string> =>
  Object.fromEntries(
    header
      .split(/;\s*/)
      .filter((pair) => pair.includes('='))
      .map((pair) => {
        const at = pair.indexOf('=');
        const value = pair.slice(at + 1);
        try {
          return [pair.slice(0, at), decodeURIComponent(value)];
        } catch {
          return [pair.slice(0, at), value]; // a malformed cookie is just a cookie that proves nothing
        }
      }),
  );

/** The person a request's session cookie proves, or null. Never throws for a forged or malformed cookie. */
export async function readSession(db: Database, headers: IncomingHttpHeaders, secret: string): Promise<Person | null> {
  if (!headers.cookie) return null;
  const request = { cookies: cookiesOf(headers.cookie), headers } as unknown as GetTokenParams['req']; // all it reads
  const token = await getToken({ req: request, secret }).catch(() => null);
  return token?.sub ? findPerson(db, token.sub) : null;
}
