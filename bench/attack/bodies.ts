import { CONTRACT_CALL, HOSTILE_BODIES, type HostileBody } from '../hostile-bodies.ts';
import { type Attack, SOURCE_KEY, type Target } from './open-target.ts';

/** Above it a body has frozen the tower: a hundred times what `/healthz` took idle. */
const FROZEN_MS = 1_000;

/** What those gave that the review tried; `npm run bench hostile` sends all others too. */
const REVIEWED: Record<string, string> = {
  'X12: 120 kB of line feeds after an ISA ended by one': 'frozen 15.1 s, and again after a restart',
  'X12: 40,000 ISA without IEA': 'frozen 0.6 s by 4,000',
  'mail: <b> × 600,000': 'frozen 61 s',
  'mail: <ul><li> × 200,000': 'frozen 38 s',
  'mail: <table><tr><td> × 100,000': 'frozen 29 s',
  'mail: blanks and line feeds × 900,000': 'frozen 17 s',
  'mail: 28 multiparts within one another': 'frozen 3.2 s',
  'mail: 100,000 parts': 'frozen 3.3 s',
  'CSV: 31 MB of rows with one cell': 'frozen 16.6 s',
  'CSV: 4 MB of quotation marks that are not closed': 'frozen 0.6 s',
  'EDIFACT: ORDERS with 40,000 lines, well-formed': 'frozen 1.2 s by 2.6 MB',
  'contract: 80,000 anchors': 'frozen 13 s',
  'contract: 250,000 brackets': 'frozen 1.3 s',
  'CloudEvents: 4,000,000 lists': '400 after 0.3 s',
  'EPCIS: 9,999 events': '1.9 s, of which 0.4 s frozen',
};

/** Sends one as a source, or as an operator where it is a document. */
async function post(target: Target, { call, contentType, make }: HostileBody) {
  const body = make();
  if (call !== CONTRACT_CALL)
    return target.machine(SOURCE_KEY, `/${call}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: new Uint8Array(body),
    });
  const [source] = await target.query<{ id: string }>(`SELECT id FROM source ORDER BY id LIMIT 1`);
  const input = { sourceId: source?.id, type: 'purchase-order.placed', document: body.toString() };
  return (await target.as('operator')).do(call, input);
}

/** Whatever is answered to it, everything else must be answered meanwhile. */
const oneBody = (body: HostileBody, before: string): Attack => ({
  name: `One body: ${body.name}`,
  before,
  mostMs: FROZEN_MS,
  run: async (target) => {
    const started = performance.now();
    const { status } = await post(target, body);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return {
      now: `${status || 'no answer'} after ${seconds} s`,
      held: status >= 200 && (status < 500 || status === 503),
    };
  },
});

const refusedBody = (
  name: string,
  before: string,
  contentType: string,
  body: () => string,
  held: (status: number) => boolean,
  headers = {},
): Attack => ({
  name,
  before,
  mostMs: FROZEN_MS,
  run: async (target) => {
    const { status } = await target.machine(SOURCE_KEY, '/signals', {
      method: 'POST',
      headers: { 'content-type': contentType, ...headers },
      body: body(),
    });
    return { now: String(status), held: held(status) };
  },
});

/** Bodies that froze the tower, and some that are to be refused. */
export const bodyAttacks: Attack[] = [
  ...HOSTILE_BODIES.flatMap((body) => {
    const before = REVIEWED[body.name];
    return before === undefined ? [] : [oneBody(body, before)];
  }),
  refusedBody(
    'A compressed body',
    '415',
    'application/cloudevents+json',
    () => '{}',
    (status) => status === 415,
    { 'content-encoding': 'gzip' },
  ),
  refusedBody(
    'A batch of 100,000 signals',
    '413',
    'application/cloudevents-batch+json',
    () => `[${'{},'.repeat(99_999)}{}]`,
    (status) => status === 413,
  ),
];
