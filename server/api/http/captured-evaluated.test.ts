import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { evaluateBatch, findWork } from '../../decisions/detect/index.ts';
import { catalogueModels } from '../../decisions/models/index.ts';
import { seedPolicy } from '../../decisions/policies/index.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { ALL_PARTITIONS } from '../../testing/decisions.ts';
import { documentCapture } from '../../testing/epcis.ts';
import { testMachineApi } from '../../testing/machine-api.ts';

const { db } = await testDatabase();
const api = testMachineApi(db);
const capture = documentCapture(api);
const documents = sharedData('epcis/documents');
const examples = sharedData('dcsa/dcsa-examples.jsonl');

test.skipIf(!documents || !examples)(
  "all of GS1's documents and DCSA's examples are evaluated; what they take back of what they told is taken back",
  async () => {
    const clock = fixedClock(TEST_NOW);
    await catalogueModels(db, asSystem('start', clock));
    await seedPolicy(db, asSystem('start', clock));
    const sender = await api.newSender();
    const root = documents ?? '';
    let sent = 0;
    for (const file of (readdirSync(root, { recursive: true }) as string[]).sort()) {
      if (!file.endsWith('.jsonld')) continue;
      const bytes = readFileSync(path.join(root, file));
      sent += (await capture(sender, bytes, { 'gs1-capture-error-behaviour': 'proceed' })).signals;
      // The event as it stood before it was declared wrong: so that each retraction of the documents has what it takes back.
      if (!bytes.includes('errorDeclaration')) continue;
      const original = JSON.parse(bytes.toString(), (key, value) => (key === 'errorDeclaration' ? undefined : value));
      sent += (await capture(sender, original, { 'gs1-capture-error-behaviour': 'proceed' })).signals;
    }
    for (const line of readFileSync(examples ?? '', 'utf8')
      .trim()
      .split('\n')) {
      const answer = await api.post(sender, '/dcsa/events', JSON.stringify(JSON.parse(line).value));
      sent += answer.json<{ signals: number }>().signals;
    }
    const counts = await api.countsOf(sender);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(sent);

    await untilSettled(db);
    let evaluated = 0;
    for (const partition of await findWork(db, clock, ALL_PARTITIONS)) {
      for (let more = true; more; ) {
        const batch = await evaluateBatch(db, clock, { epoch: 1n, partition });
        evaluated += batch.signals;
        more = batch.more;
      }
    }
    expect(evaluated).toBe(counts.accepted);
    const taken = await db.prisma.retraction.findMany({ where: { bySourceId: sender.sourceId } });
    const told = new Set((await api.storedBy(sender)).map(({ source, id }) => `${source} ${id}`));
    const found = taken.filter(({ source, signalId }) => told.has(`${source} ${signalId}`));
    expect(found.length).toBeGreaterThanOrEqual(20);
    expect(found.filter(({ appliedAt, finding }) => !appliedAt || finding)).toEqual([]);
    // Of EPCIS, all are found but those of the event whose id two documents give to two events: the second was quarantined.
    const lost = taken.filter(({ appliedAt, source }) => appliedAt === null && source.startsWith('/epcis/'));
    const twice = /^urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8#/;
    expect(lost.map(({ signalId }) => signalId).filter((id) => !twice.test(id))).toEqual([]);
  },
  60_000,
);
