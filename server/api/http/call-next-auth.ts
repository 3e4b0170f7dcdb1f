import { createRequire } from 'node:module';
import type { NextApiRequest, NextApiResponse } from 'next';
import type { NextAuthOptions } from 'next-auth';

// Written as CommonJS with a `default`: imported, it is a function to a bundler and an object to Node.
const { default: makeHandler } = createRequire(import.meta.url)('next-auth') as typeof import('next-auth');

type Call = {
  /** The part of the address that says what is asked: `csrf`, `callback/credentials`, `signout`. */
  action: string;
  method: 'GET' | 'POST';
  body?: Record<string, string | undefined>;
  cookies: Record<string, string>;
};

export type NextAuthAnswer = {
  status: number;
  /** `set-cookie` among them, each cookie a line of its own. */
  headers: Record<string, string | string[]>;
  /** What it would be answered with as JSON. */
  body: unknown;
  redirect: string | null;
};

/** Calls next-auth in process, by the handler it makes for Next's API routes, and hands back what it would have answered. */
export async function callNextAuth(options: NextAuthOptions, call: Call): Promise<NextAuthAnswer> {
  const answer: NextAuthAnswer = { status: 200, headers: {}, body: null, redirect: null };
  const response = {
    status: (code: number) => {
      answer.status = code;
      return response;
    },
    getHeader: (name: string) => answer.headers[name.toLowerCase()],
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === 'location') answer.redirect = String(value);
      else answer.headers[name.toLowerCase()] = value;
      return response;
    },
    json: (value: unknown) => {
      answer.body = value;
    },
    send: (value: unknown) => {
      answer.body = value;
    },
    end: () => {},
  };
  const request = { ...call, headers: {}, query: { nextauth: call.action.split('/') } };
  const handler = makeHandler(options) as (req: NextApiRequest, res: NextApiResponse) => Promise<void>;
  await handler(request as unknown as NextApiRequest, response as unknown as NextApiResponse);
  return answer;
}
