import { headOf, openRaw } from '../../server/testing/raw-request.ts';
import { count } from './call-people.ts';
import { type Attack, GATEWAY_KEY, pause, SOURCE_KEY, sendTick, type Target, until } from './open-target.ts';

const MB = 1024 * 1024;
/** Longer than the ten seconds that headers and slow bodies have, and what it takes to notice them. */
const ENDED_MS = 30_000;

const post = (path: string, key: string, length: number, more: Record<string, string> = {}) =>
  headOf('POST', path, {
    authorization: `Bearer ${key}`,
    'content-type': 'application/cloudevents-batch+json',
    'content-length': length,
    ...more,
  });

/** Whether every connection is ended in time, while each goes on with a byte a second. */
async function endsOf(connections: { send(text: string): void; ended(): boolean }[], byte: string): Promise<number> {
  const trickle = setInterval(() => {
    for (const connection of connections) connection.send(byte);
  }, 1_000);
  await until(ENDED_MS, () => connections.every(({ ended }) => ended()));
  clearInterval(trickle);
  return connections.filter(({ ended }) => ended()).length;
}

const slowUploads: Attack = {
  name: 'Slow uploads of one source: four times 8 MB, a byte a second each',
  before: 'another source refused 25 times of 25',
  run: async (target) => {
    const slow = Array.from({ length: 4 }, () =>
      openRaw(target.url, `${post('/api/v1/signals', SOURCE_KEY, 8 * MB)}[`),
    );
    const ending = endsOf(slow, ' ');
    const answers = [];
    for (let n = 0; n < 25; n++) {
      answers.push(await sendTick(target, GATEWAY_KEY));
      await pause(200);
    }
    const ended = await ending;
    const told = slow.filter(({ text }) => text().startsWith('HTTP/1.1 408')).length;
    for (const { close } of slow) close();
    return {
      now: `another source ${count(answers)}; ${ended} of 4 ended, ${told} told why`,
      held: answers.every(({ status }) => status === 202) && ended === 4,
    };
  },
};

const heldShare: Attack = {
  name: 'One source holds as much as it may',
  before: 'its 32 MB were everybody’s',
  run: async (target) => {
    const full = Array.from({ length: 6 }, () => openRaw(target.url, post('/api/v1/signals', SOURCE_KEY, 8 * MB)));
    for (const { send } of full) send(`[${' '.repeat(7 * MB)}`);
    await pause(2_000);
    const answers = [];
    for (let n = 0; n < 10; n++) answers.push(await sendTick(target, GATEWAY_KEY));
    for (const { close } of full) close();
    const after = await until(20_000, async () => (await sendTick(target, SOURCE_KEY)).status === 202);
    return {
      now: `another source ${count(answers)}; itself ${after ? 'let in' : 'kept out'} once they were over`,
      held: answers.every(({ status }) => status === 202) && after,
    };
  },
};

const honest: Attack = {
  name: 'A file of 32 MB at an honest rate',
  before: 'gets through',
  run: async (target) => {
    const head = 'From: a@b.example\nMessage-ID: <honest@b.example>\nContent-Type: text/plain\n\n';
    const size = 31 * MB;
    const file = openRaw(
      target.url,
      post('/api/v1/imports?name=honest', SOURCE_KEY, size, { 'content-type': 'message/rfc822' }),
    );
    file.send(head);
    const part = `${'A line of a long mail.'.padEnd(63)}\n`.repeat((2 * MB) / 64);
    for (let left = size - head.length; left > 0; left -= part.length) {
      file.send(part.slice(0, Math.min(left, part.length)));
      await pause(1_000); // longer altogether than a slow one may take
    }
    await until(30_000, () => /^HTTP\/1\.1 \d/.test(file.text()));
    const status = Number(file.text().slice(9, 12));
    file.close();
    return { now: `${status || 'no answer'} after 16 s and more`, held: status === 202 };
  },
};

const trickling = (name: string, first: (target: Target, n: number) => string, before: string): Attack => ({
  name,
  before,
  mostMs: 1_000,
  run: async (target) => {
    const connections = Array.from({ length: 300 }, (_, n) => openRaw(target.url, first(target, n)));
    const ending = endsOf(connections, 'a');
    const answers = [];
    for (let n = 0; n < 20; n++) {
      answers.push(await sendTick(target, GATEWAY_KEY));
      await pause(100);
    }
    const ended = await ending;
    for (const { close } of connections) close();
    return {
      now: `${ended} of 300 ended; others meanwhile ${count(answers)}`,
      held: ended === 300 && answers.every(({ status }) => status === 202),
    };
  },
});

const anonymous: Attack = {
  name: 'A body of 32 MB without a key',
  before: 'refused before it was read',
  run: async (target) => {
    const upload = openRaw(target.url, post('/api/v1/imports', 'no-such-key', 32 * MB));
    await until(10_000, () => upload.text().length > 0);
    const status = Number(upload.text().slice(9, 12));
    const ended = await endsOf([upload], 'a');
    upload.close();
    return { now: `${status} before the body, ${ended ? 'ended' : 'left open'}`, held: status === 401 && ended === 1 };
  },
};

const unread: Attack = {
  name: 'Thirty clients that ask for much and read nothing',
  before: 'not tried',
  mostMs: 1_000,
  run: async (target) => {
    const { cookie } = await target.as('planner');
    const ask = headOf('GET', '/queue', { cookie });
    const idle = Array.from({ length: 30 }, () => openRaw(target.url, ask));
    for (const { stopReading } of idle) stopReading();
    await pause(2_000);
    const { status } = await (await target.as('approver')).get('/queue');
    for (const { close } of idle) close();
    return { now: `somebody else's page ${status}`, held: status === 200 };
  },
};

/** Bodies and connections that hold what others need. */
export const uploadAttacks: Attack[] = [
  slowUploads,
  heldShare,
  honest,
  trickling('300 connections that trickle headers', () => 'GET / HTTP/1.1\r\nhost: tower\r\nx-a: ', '300 stayed open'),
  trickling(
    '300 connections that trickle bodies',
    (_target, n) => `${post('/api/v1/signals', n % 2 ? SOURCE_KEY : GATEWAY_KEY, MB)}[`,
    '300 stayed open',
  ),
  anonymous,
  unread,
];
