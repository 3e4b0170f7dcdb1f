import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { NextAuthOptions } from 'next-auth';
import { z } from 'zod';
import {
  cookiesOf,
  readSession,
  requireOwnOrigin,
  type SessionDeps,
  type SignedIn,
  signIn,
  signOut,
} from '../../auth/index.ts';
import { nameBrowser } from '../../auth/name-browser.ts';
import { SESSION_MS } from '../../auth/rules.ts';
import { forbidden, invalid } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { answerMethods } from './answer-methods.ts';
import { callNextAuth, type NextAuthAnswer } from './call-next-auth.ts';
import { sendProblem } from './problem.ts';

type Options = SessionDeps & { log: Logger; publicUrl: string };

const MAX_BODY_BYTES = 8 * 1024;
const text = z.string().max(1_000).optional();
/** What sign-in and sign-out take, from a form or as JSON. */
const bodySchema = z.object({ email: text, password: text, csrfToken: text, callbackUrl: text, json: text });
type Body = z.infer<typeof bodySchema>;

/**
 * `/api/auth`: `GET /csrf`, `GET /session`, `POST /callback/credentials`, `POST /signout`. next-auth makes the CSRF token, the
 * session token and its cookie; who is let in, and how long a session lives, is said in `server/auth`.
 * A wait is a 429 with Retry-After, what does not parse a 400, a wrong CSRF token a 403, all as RFC 9457 problems.
 */
export const authRoutes: FastifyPluginAsync<Options> = async (app, { db, clock, secret, log, publicUrl }) => {
  const deps: SessionDeps = { db, clock, secret };
  const base = new URL(publicUrl).origin;

  // Browsers name their Origin here too. A script that signs in names none, and has next-auth's token to show instead.
  app.addHook('onRequest', async ({ method, headers }) => {
    if (headers.origin !== undefined) requireOwnOrigin(method, headers, publicUrl);
  });
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  answerMethods(app, log);
  app.removeAllContentTypeParsers();
  const parser = { parseAs: 'string', bodyLimit: MAX_BODY_BYTES } as const;
  app.addContentTypeParser('application/x-www-form-urlencoded', parser, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.addContentTypeParser('application/json', parser, (_request, body, done) => done(null, readJson(String(body))));
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'private, no-store'));

  const optionsOf = (more: Partial<NextAuthOptions>): NextAuthOptions => ({
    secret,
    session: { strategy: 'jwt', maxAge: SESSION_MS / 1_000 },
    providers: [],
    logger: { error: (code) => log.warn({ code }, 'next-auth complained'), warn: () => {}, debug: () => {} },
    ...more,
  });

  app.get('/csrf', async (request, reply) => {
    checkCallback(request, {}, base);
    return send(
      reply,
      await callNextAuth(optionsOf({}), { action: 'csrf', method: 'GET', cookies: ownCookies(request) }),
    );
  });

  app.get('/session', async (request) => {
    const signedIn = await readSession(deps, request.headers);
    if (!signedIn) return {};
    const { person, endsAt } = signedIn;
    return { personId: person.id, user: { name: person.name, email: person.email }, expires: endsAt.toISOString() };
  });

  app.post('/callback/credentials', { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const body = readBody(request, base);
    const replaces = await readSession(deps, request.headers);
    let signedIn: SignedIn | null = null;
    let refused: unknown;
    const authorize = async () => {
      if (!body.email || !body.password) return null;
      const from = { address: request.ip.slice(0, 64), browser: nameBrowser(request.headers['user-agent']) };
      const input = { email: body.email, password: body.password, ...from, replaces };
      // next-auth would make a redirect of whatever is thrown here.
      signedIn = await signIn(deps, input).catch((error: unknown) => {
        refused = error;
        return null;
      });
      return signedIn && { id: signedIn.person.id };
    };
    const options = optionsOf({
      providers: [{ id: 'credentials', name: 'Email and password', type: 'credentials', credentials: {}, authorize }],
      callbacks: {
        redirect: ({ url }) => ownUrl(url, base),
        jwt: ({ token }) => ({ sub: token.sub, sid: signedIn?.sessionId }),
      },
    });
    const call = { action: 'callback/credentials', method: 'POST', cookies: ownCookies(request), body } as const;
    const answer = await callNextAuth(options, call);
    if (refused) throw refused;
    return send(reply, answer, body);
  });

  app.post('/signout', { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const body = readBody(request, base);
    const options = optionsOf({ callbacks: { redirect: ({ url }) => ownUrl(url, base) } });
    const call = { action: 'signout', method: 'POST', cookies: ownCookies(request), body } as const;
    const answer = checkCsrf(await callNextAuth(options, call));
    const signedIn = await readSession(deps, request.headers);
    // Before the cookie goes: a sign-out that could not be stored is no sign-out.
    if (signedIn) await signOut(db, clock, signedIn);
    return send(reply, answer, body);
  });
};

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw invalid('The body is not JSON.');
  }
}

/** @throws DomainError `invalid` that names the fields which do not parse. */
function readBody(request: FastifyRequest, base: string): Body {
  const parsed = bodySchema.safeParse(request.body ?? {});
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => [path.join('.') || 'body', message]);
    throw invalid('The body does not parse: send email, password and csrfToken as texts.', Object.fromEntries(fields));
  }
  checkCallback(request, parsed.data, base);
  return parsed.data;
}

/** @throws DomainError `invalid` for a `callbackUrl` that is no address. One that leads elsewhere is answered with our own. */
function checkCallback({ query }: FastifyRequest, body: Body, base: string): void {
  const { callbackUrl } = query as { callbackUrl?: unknown };
  for (const url of [callbackUrl, body.callbackUrl]) {
    if (url === undefined || (typeof url === 'string' && isAddress(url, base))) continue;
    throw invalid('callbackUrl is no address. Send a path of this server, such as /queue.', {
      callbackUrl: 'is no address',
    });
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const isAddress = (url: string, base: string) => !/[\u0000-\u001f\u007f]/.test(url) && URL.canParse(url, base);

/** The address when it is one of this server, else the server's own. */
function ownUrl(url: string, base: string): string {
  const { origin, href } = new URL(url, base);
  return origin === base ? href : base;
}

/** Without the cookie in which next-auth remembers where to go next: a malformed one would be a 500. */
function ownCookies({ headers }: FastifyRequest): Record<string, string> {
  const cookies = Object.entries(cookiesOf(headers.cookie));
  return Object.fromEntries(cookies.filter(([name]) => !name.endsWith('next-auth.callback-url')));
}

/** @throws DomainError `forbidden` when next-auth did not take the CSRF token. */
function checkCsrf(answer: NextAuthAnswer): NextAuthAnswer {
  const to = answer.redirect ?? (answer.body as { url?: string } | null)?.url ?? '';
  if (!to.endsWith('csrf=true')) return answer;
  throw forbidden('The CSRF token is missing or of another browser. Load the page again and try once more.');
}

/** Answers as next-auth would: JSON to who asks for it, else a redirect; a refused sign-in leads to the page of our own. */
function send(reply: FastifyReply, answer: NextAuthAnswer, body: Body = {}): FastifyReply {
  const { status, headers, redirect } = checkCsrf(answer);
  void reply.headers(headers);
  if (body.json === 'true' || !redirect) return reply.code(status).type('application/json').send(answer.body);
  const failed = /\/error\?/.test(redirect);
  return reply.redirect(failed ? '/sign-in' : redirect, 302);
}
