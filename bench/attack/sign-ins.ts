import { DEMO_PASSWORD } from '../../server/auth/constants.ts';
import { count, Person, send, trySignIn } from './call-people.ts';
import type { Attack } from './open-target.ts';

const guesses: Attack = {
  name: 'Sixty wrong passwords for one account',
  before: 'all answered in 4.2 s, no trace',
  run: async (target) => {
    const email = 'approver2@example.com';
    const answers = [];
    for (let n = 0; n < 60; n++) answers.push((await trySignIn(target.url, email, `wrong-${n}`)).answer);
    const waits = answers.filter(({ status }) => status === 429).length;
    const [trace] = await target.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE action = 'user.sign-in-refused'`,
    );
    return { now: `${count(answers)}; ${trace?.n ?? 0} audit entries`, held: waits >= 50 && (trace?.n ?? 0) > 0 };
  },
};

const crowd: Attack = {
  name: 'Two hundred wrong sign-ins at once',
  before: 'nobody signed in for 26.5 s, one stall of 8.7 s',
  mostMs: 1_000,
  run: async (target) => {
    const first = await send(`${target.url}/api/auth/csrf`);
    const { csrfToken } = first.body as { csrfToken: string };
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const wrong = Array.from({ length: 200 }, (_, n) =>
      send(`${target.url}/api/auth/callback/credentials`, {
        method: 'POST',
        headers: { cookie, origin: target.url },
        body: new URLSearchParams({ csrfToken, email: `nobody-${n}@example.com`, password: 'x', json: 'true' }),
      }),
    );
    const started = performance.now();
    let tries = 0;
    let status = 0;
    // Whoever finds four at work is told to come again, and comes.
    for (; tries < 30 && status !== 200; tries++) {
      status = (await trySignIn(target.url, 'policy@example.com', DEMO_PASSWORD)).answer.status;
      if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const answers = await Promise.all(wrong);
    return { now: `${count(answers)}; somebody else in after ${seconds} s`, held: status === 200 && seconds < 10 };
  },
};

/** Where a browser would go with a location. */
const hostOf = (location: string | null, base: string): string => new URL(location ?? '', base).host;

const leadsAway: Attack = {
  name: 'After signing in, an address that leads to another host',
  before: '/%09/evil.example led there, %0A gave 500',
  run: async (target) => {
    const person = await target.as('planner');
    const nexts = [
      '/%09/evil.example/x',
      '/%0A/evil.example',
      '//evil.example',
      '/%5Cevil.example',
      'https://evil.example',
      '%2F%2Fevil.example',
      '/%0D%0A/evil.example',
    ];
    const answers = [];
    const away: string[] = [];
    for (const next of nexts) {
      const answer = await person.get(`/sign-in?next=${next}`);
      answers.push(answer);
      if (hostOf(answer.headers.get('location'), target.url) !== new URL(target.url).host) away.push(next);
    }
    return {
      now: `${count(answers)}; ${away.length ? `away by ${away.join(', ')}` : 'none leads away'}`,
      held: away.length === 0 && answers.every(({ status }) => status > 0 && status < 500),
    };
  },
};

const callbacks: Attack = {
  name: 'A callbackUrl that is malformed or of another host',
  before: '500 with a stack in the log',
  run: async (target) => {
    const urls = [
      `${target.url}.evil.example/`,
      'https://evil.example/',
      'http://[',
      '//evil.example',
      'javascript:alert(1)',
    ];
    const answers = [];
    let away = 0;
    for (const callbackUrl of urls) {
      const { answer } = await trySignIn(target.url, 'planner@example.com', DEMO_PASSWORD, { callbackUrl });
      const { url } = (answer.body ?? {}) as { url?: string };
      if (url && hostOf(url, target.url) !== new URL(target.url).host) away += 1;
      answers.push(answer);
    }
    return {
      now: `${count(answers)}; ${away} lead away`,
      held: away === 0 && answers.every(({ status }) => status < 500),
    };
  },
};

const cookies: Attack = {
  name: 'The session in a script, as a bearer token, and made longer by asking',
  before: 'HttpOnly and Lax; taken as bearer; 12 h more each time',
  run: async (target) => {
    const person = await Person.signIn(target.url, 'approver');
    const { answer } = await trySignIn(target.url, person.email, DEMO_PASSWORD);
    const line = answer.headers.getSetCookie().find((one) => one.includes('session-token')) ?? '';
    const flags = /; HttpOnly/i.test(line) && /; SameSite=Lax/i.test(line);
    const token = /session-token=([^;]+)/.exec(person.cookie)?.[1] ?? '';
    const bearer = await send(`${target.url}/api/trpc/session.me`, {
      headers: { authorization: `Bearer ${token}`, cookie: 'a=b' },
    });
    const asked = await person.get('/api/auth/session');
    const longer = asked.headers.getSetCookie().some((one) => one.includes('session-token'));
    return {
      now: `${flags ? 'HttpOnly and Lax' : `flags ${line.replace(/=[^;]+/, '=…')}`}; as bearer ${bearer.status}; ${longer ? 'made longer' : 'not made longer'}`,
      held: flags && bearer.status === 401 && !longer,
    };
  },
};

const timing: Attack = {
  name: 'Accounts told by how long a refusal takes',
  before: 'medians 68.5 and 68.5 ms',
  run: async (target) => {
    // Two tries each: from the fifth failure of an address on there is a wait.
    const quickest = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    const answers = [];
    for (let n = 0; n < 2; n++) {
      for (const [what, email] of [
        ['known', 'operator@example.com'],
        ['unknown', `no-such-${n}@example.com`],
      ] as const) {
        const started = performance.now();
        answers.push((await trySignIn(target.url, email, 'wrong')).answer);
        quickest[what] = Math.min(quickest[what], performance.now() - started);
      }
    }
    await trySignIn(target.url, 'operator@example.com', DEMO_PASSWORD);
    const [known, unknown] = [Math.round(quickest.known), Math.round(quickest.unknown)];
    const apart = Math.max(known, unknown) / Math.max(1, Math.min(known, unknown));
    return {
      now: `${count(answers)}; ${known} and ${unknown} ms`,
      held: apart < 2 && answers.every(({ status }) => status === 401),
    };
  },
};

/** Ways in, and what a session can be used for. */
export const signInAttacks: Attack[] = [leadsAway, callbacks, cookies, timing, guesses, crowd];
