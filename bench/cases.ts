import type pg from 'pg';
import { orderSignal } from './signal.ts';
import type { openBench } from './tower.ts';

type Tower = Awaited<ReturnType<Awaited<ReturnType<typeof openBench>>['startTower']>>;

/** Sends overdue orders and waits until each is a case with a proposal. @returns their ids. */
export async function raiseCases({ target }: Pick<Tower, 'target'>, admin: pg.Client, many: number): Promise<string[]> {
  const { url, headers } = target('application/cloudevents-batch+json');
  const orders = Array.from({ length: many }, (_, n) => orderSignal(`case-${n * 100}-`));
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(orders) });
  if (answer.status !== 202) throw new Error(`the orders were answered with ${answer.status}: ${await answer.text()}`);
  for (let tries = 0; tries < 300; tries++) {
    const { rows } = await admin.query(`SELECT DISTINCT disruption_id AS id FROM proposal ORDER BY id`);
    if (rows.length === many) return rows.map(({ id }) => id);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the orders became no cases');
}

/** Copies a case with its proposal until there are `many` open, of every value and with every time left. */
export async function copyCase(admin: pg.Client, id: string, many: number): Promise<void> {
  await admin.query(
    `INSERT INTO disruption
     SELECT (jsonb_populate_record(d, jsonb_build_object('id', 'copy-' || n, 'key', 'copy-' || n, 'shipment', 'ASN-' || n,
       'value_at_risk', 1000 + n * 7919 % 500000, 'breach_at', now() + n % 400 * interval '1 hour'))).*
     FROM disruption d, generate_series(2, $2::int) AS n WHERE d.id = $1`,
    [id, many],
  );
  await admin.query(
    `INSERT INTO proposal
     SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'disruption_id', 'copy-' || n,
       'state', CASE WHEN n % 4 = 0 THEN 'open' ELSE 'decided' END))).*
     FROM proposal p, generate_series(2, $2::int) AS n WHERE p.disruption_id = $1`,
    [id, many],
  );
  await admin.query('ANALYZE');
}

/** Asks for an address as a planner does. @returns milliseconds until it was read whole, and how many bytes it had. */
async function timed({ target }: Pick<Tower, 'target'>, path: string): Promise<{ ms: number; bytes: number }> {
  const { url, headers } = target('').socket;
  const began = performance.now();
  const answer = await fetch(`${url}${path}`, { headers: { cookie: headers.cookie ?? '' } });
  const body = await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
  return { ms: performance.now() - began, bytes: body.byteLength };
}

export const call = (name: string, input?: object): string =>
  `/api/trpc/${name}${input ? `?input=${encodeURIComponent(JSON.stringify({ json: input }))}` : ''}`;

/** Asks for each address `times` times, after a few that are not counted, and prints the middle of the times and the bytes. */
export async function measure(
  tower: Pick<Tower, 'target'>,
  asked: readonly { named: Record<string, string | number>; path: string }[],
  times: number,
): Promise<void> {
  // Code and statements are ready when it counts.
  for (const { path } of asked) for (let n = 0; n < 3; n++) await timed(tower, path);
  const table: Record<string, string | number>[] = [];
  for (const { named, path } of asked) {
    const runs = [];
    for (let n = 0; n < times; n++) runs.push(await timed(tower, path));
    const ms = runs.map((run) => run.ms).sort((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN;
    table.push({
      ...named,
      [`ms, median of ${times}`]: Math.round(ms * 10) / 10,
      kB: Math.round((runs[0]?.bytes ?? 0) / 102.4) / 10,
    });
    console.log(JSON.stringify(table.at(-1)));
  }
  console.table(table);
}
