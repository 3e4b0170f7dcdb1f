import { DEMO_PASSWORD } from '../../server/auth/constants.ts';

/** What came back: the status, the refusal's words or the result. */
export type Answer = { status: number; body: unknown; text: string; headers: Headers };

const TIME_OUT_MS = 90_000;

/** One request whose answer is read whole. A time-out is status 0. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIME_OUT_MS), ...init });
    const text = await answer.text();
    let body: unknown = null;
    try {
      body = JSON.parse(text);
    } catch {} // a page, or bytes
    return { status: answer.status, body, text, headers: answer.headers };
  } catch (error) {
    return { status: 0, body: null, text: String(error), headers: new Headers() };
  }
}

const cookiesOf = (headers: Headers): string[] => headers.getSetCookie().map((line) => line.split(';')[0] ?? '');

/** Asks to sign in, once. @returns the answer, and the cookies that came with it. */
export async function trySignIn(url: string, email: string, password: string, more: Record<string, string> = {}) {
  const first = await send(`${url}/api/auth/csrf`);
  const { csrfToken = '' } = (first.body ?? {}) as { csrfToken?: string };
  const cookie = cookiesOf(first.headers).join('; ');
  const answer = await send(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie, origin: url },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true', ...more }),
  });
  return { answer, csrfToken, cookie: [cookie, ...cookiesOf(answer.headers)].join('; ') };
}

/** Somebody who is signed in, as their browser would call. */
export class Person {
  private constructor(
    readonly url: string,
    readonly email: string,
    readonly cookie: string,
    readonly csrfToken: string,
  ) {}

  /** @throws Error when the account is not let in. */
  static async signIn(url: string, account: string): Promise<Person> {
    const email = `${account}@example.com`;
    const { answer, cookie, csrfToken } = await trySignIn(url, email, DEMO_PASSWORD);
    if (answer.status !== 200)
      throw new Error(`${email} was not let in: ${answer.status} ${answer.text.slice(0, 200)}`);
    return new Person(url, email, cookie, csrfToken);
  }

  get headers(): Record<string, string> {
    return { cookie: this.cookie, origin: this.url };
  }

  /** A procedure that reads. */
  ask(procedure: string, input?: unknown): Promise<Answer> {
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    return send(`${this.url}/api/trpc/${procedure}${query}`, { headers: this.headers });
  }

  /** A procedure that changes something. `headers` take the place of what a browser would send. */
  do(procedure: string, input: unknown, headers: Record<string, string> = this.headers): Promise<Answer> {
    const body = JSON.stringify({ json: input });
    return send(`${this.url}/api/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  /** A page or a call of the browser by its address. */
  get(path: string): Promise<Answer> {
    return send(`${this.url}${path}`, { headers: this.headers });
  }
}

/** What a procedure gave. */
export function resultOf<T>({ body }: Answer): T {
  const { result } = (body ?? {}) as { result?: { data?: { json?: T } } };
  if (result?.data?.json === undefined) throw new Error(`no result: ${JSON.stringify(body).slice(0, 300)}`);
  return result.data.json;
}

/** How often each status came: "1 × 200, 19 × 409". */
export function count(answers: readonly { status: number }[]): string {
  const by = new Map<number, number>();
  for (const { status } of answers) by.set(status, (by.get(status) ?? 0) + 1);
  return [...by]
    .toSorted(([a], [b]) => a - b)
    .map(([status, times]) => `${times} × ${status || 'no answer'}`)
    .join(', ');
}
