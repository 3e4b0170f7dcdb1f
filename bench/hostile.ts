// The worst bodies known, one after another and then together, and whether the tower answers meanwhile: `/healthz` is asked every
// 10 ms and counted from when it was due. Words after the name choose bodies: `npm run bench hostile X12 EPCIS`.
import pg from 'pg';
import { CONTRACT_CALL, HOSTILE_BODIES, type HostileBody } from './hostile-bodies.ts';
import { openBench } from './tower.ts';
import { sumUp, watchHealth } from './watch-health.ts';

const IDLE_MS = 10_000;
/** Bodies under way at once in the second part. */
const TOGETHER = 6;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const round = (value: number) => Math.round(value * 10) / 10;

const words = process.argv.slice(2);
const bodies = HOSTILE_BODIES.filter(({ name }) => !words.length || words.some((word) => name.includes(word)));

const bench = await openBench();
try {
  const { url, target, signIn } = await bench.startTower();
  const operator = { cookie: await signIn('operator@example.com'), origin: url, 'content-type': 'application/json' };
  const source = target('').headers;
  const admin = new pg.Client({ connectionString: bench.databaseUrl });
  await admin.connect();
  const { rows } = await admin.query('SELECT id FROM source ORDER BY id LIMIT 1');
  await admin.end();

  const health = watchHealth(url);
  const told: number[][] = [];

  let refusals = 0;
  const post = async (hostile: HostileBody): Promise<string> => {
    const { call, contentType, make } = hostile;
    const body = make();
    const isContract = call === CONTRACT_CALL;
    const input = { sourceId: rows[0]?.id, type: 'purchase-order.placed', document: body.toString() };
    const answer = await fetch(isContract ? `${url}/api/trpc/${call}` : `${url}/api/v1/${call}`, {
      method: 'POST',
      headers: isContract ? operator : { ...source, 'content-type': contentType },
      body: isContract ? JSON.stringify({ json: input }) : new Uint8Array(body),
    });
    const text = await answer.text();
    // Told to come back: it does, as a sender would.
    const wait = [429, 503].includes(answer.status) ? Number(answer.headers.get('retry-after') ?? 0) : 0;
    if (wait) {
      refusals += 1;
      await pause(wait * 1_000);
      return post(hostile);
    }
    const [, said = text] = /"(?:detail|message)":"((?:[^"\\\\]|\\\\.)*)"/.exec(answer.ok ? '' : text) ?? [];
    return `${answer.status} ${said.slice(0, 110)}`;
  };

  await pause(2_000);
  await health.take();
  await pause(IDLE_MS);
  const idle = sumUp(await health.take());
  console.log(JSON.stringify({ idle }));

  for (const body of bodies) {
    const start = performance.now();
    const answer = await post(body);
    const seconds = round((performance.now() - start) / 1000);
    const samples = await health.take();
    told.push(samples);
    console.log(JSON.stringify({ body: body.name, answer, seconds, 'healthz max, ms': sumUp(samples).max }));
  }
  const alone = sumUp(told.flat());

  await health.take();
  const waiting = [...bodies];
  const answers = new Map<string, number>();
  await Promise.all(
    Array.from({ length: TOGETHER }, async () => {
      for (let body = waiting.shift(); body; body = waiting.shift()) {
        const status = (await post(body)).slice(0, 3);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    }),
  );
  const together = sumUp(await health.take());
  console.log(
    JSON.stringify({ together: TOGETHER, answers: Object.fromEntries(answers), 'told to come back': refusals }),
  );
  console.table({ idle, 'one after another': alone, together });
  await health.stop();
} finally {
  await bench.close();
}
