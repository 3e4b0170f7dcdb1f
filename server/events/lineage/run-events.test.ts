import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitAudit } from '../../audit/emit.ts';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { withTransaction } from '../../db/transaction.ts';
import { asReader, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { listRunEvents } from './index.ts';

const { db } = await testDatabase();
const ctx = asSystem('decide', fixedClock(TEST_NOW));
const [decisionId, actionId] = [newId(), newId()];

/** The rules of OpenLineage 2-0-2 that concern a run event, as the specification states them. */
const base = {
  type: 'object',
  required: ['_producer', '_schemaURL'],
  properties: { _producer: { type: 'string', format: 'uri' }, _schemaURL: { type: 'string', format: 'uri' } },
};
const facets = (named: Record<string, object> = {}) => ({
  type: 'object',
  properties: named,
  additionalProperties: { $ref: '#/$defs/Facet' },
});
const dataset = (own: object) => ({
  type: 'object',
  required: ['namespace', 'name'],
  properties: { namespace: { type: 'string' }, name: { type: 'string' }, facets: facets(), ...own },
});
const facet = (required: string[], properties: object) => ({
  allOf: [{ $ref: '#/$defs/Facet' }, { required, properties }],
});
const job = {
  type: 'object',
  required: ['namespace', 'name'],
  properties: { namespace: { type: 'string' }, name: { type: 'string' } },
};
const SPECIFICATION = {
  $defs: { Facet: base },
  type: 'object',
  required: ['eventTime', 'producer', 'schemaURL', 'run', 'job'],
  properties: {
    eventTime: { type: 'string', format: 'date-time' },
    producer: { type: 'string', format: 'uri' },
    schemaURL: { type: 'string', format: 'uri' },
    eventType: { enum: ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] },
    run: {
      type: 'object',
      required: ['runId'],
      properties: {
        runId: { type: 'string', format: 'uuid' },
        facets: facets({
          parent: facet(['run', 'job'], {
            run: { type: 'object', required: ['runId'], properties: { runId: { type: 'string', format: 'uuid' } } },
            job,
          }),
          errorMessage: facet(['message', 'programmingLanguage'], { message: { type: 'string' } }),
        }),
      },
    },
    job: {
      ...job,
      properties: {
        ...job.properties,
        facets: facets({
          jobType: facet(['processingType', 'integration'], {
            processingType: { enum: ['BATCH', 'STREAMING', 'SERVICE'] },
          }),
          documentation: facet(['description'], { description: { type: 'string' } }),
        }),
      },
    },
    inputs: { type: 'array', items: dataset({ inputFacets: facets() }) },
    outputs: {
      type: 'array',
      items: dataset({ outputFacets: facets({ outputStatistics: facet([], { rowCount: { type: 'integer' } }) }) }),
    },
  },
};
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(SPECIFICATION);

beforeAll(async () => {
  await withTransaction(db, (tx) =>
    emitAudit(tx, ctx, [
      {
        action: 'signals.evaluated',
        entityId: '1',
        meaning: 'Evaluated.',
        after: {
          signals: [
            ['/a', '1', 'x'],
            ['/a', '2', 'x'],
            ['/b', '1', 'x'],
          ],
        },
      },
      { action: 'disruption.opened', entityId: 'd1', meaning: 'Opened.' },
      { action: 'disruption.updated', entityId: 'd1', meaning: 'Updated.' },
      { action: 'proposal.made', entityId: 'p1', meaning: 'Proposed.' },
    ]),
  );
  const act = (action: 'action.scheduled' | 'action.dispatched' | 'action.failed') => ({
    action,
    entityId: actionId,
    meaning: 'TMS refused.',
    decisionId,
  });
  await withTransaction(db, (tx) =>
    emitAudit(tx, ctx, { action: 'decision.made', entityId: decisionId, meaning: 'Decided.', decisionId }),
  );
  for (const action of ['action.scheduled', 'action.dispatched', 'action.failed'] as const) {
    await withTransaction(db, (tx) => emitAudit(tx, ctx, act(action)));
  }
});

describe('lineage as OpenLineage', () => {
  it('keeps to the specification', async () => {
    await untilSettled(db);
    const { items, next } = await listRunEvents(db, asReader(), { limit: 50 });
    for (const event of items)
      expect([event.job.name, validate(event), validate.errors]).toEqual([event.job.name, true, null]);
    expect(next).toBeNull();
    expect(items.map(({ job: { name }, eventType }) => `${name} ${eventType}`)).toEqual([
      'ingest START',
      'ingest COMPLETE',
      'ingest START',
      'ingest COMPLETE',
      'evaluate START',
      'evaluate COMPLETE',
      'decide START',
      'decide COMPLETE',
      'act START',
      'act RUNNING',
      'act FAIL',
    ]);
    expect(validate({ ...items[0], schemaURL: undefined })).toBe(false);
    expect(validate({ ...items[0], run: { runId: '1' } })).toBe(false);
  });

  it('says what was read and how much was written', async () => {
    const { items } = await listRunEvents(db, asReader(), { limit: 1 });
    const complete = items.filter(({ eventType }) => eventType === 'COMPLETE');
    const wrote = (n: number) =>
      complete[n]?.outputs.map(({ name, outputFacets }) => [name, outputFacets?.outputStatistics?.rowCount]);
    expect(complete.map(({ inputs }) => inputs[0]?.name)).toEqual(['/a', '/b', 'signal-log']);
    expect([wrote(0), wrote(1)]).toEqual([[['signal-log', 2]], [['signal-log', 1]]]);
    expect(wrote(2)).toEqual([
      ['world', undefined],
      ['disruptions', 1],
      ['proposals', 1],
    ]);
  });

  it('is the same again, page by page, each run under one id', async () => {
    const all = await listRunEvents(db, asReader(), { limit: 50 });
    const pages: Awaited<ReturnType<typeof listRunEvents>>['items'] = [];
    let after: string | undefined;
    do {
      const page = await listRunEvents(db, asReader(), { after, limit: 2 });
      pages.push(...page.items);
      after = page.next ?? undefined;
    } while (after);
    expect(pages).toEqual(all.items);
    const runs = (name: string) =>
      new Set(pages.filter(({ job: { name: own } }) => own === name).map(({ run }) => run.runId));
    expect([runs('ingest').size, runs('evaluate').size]).toEqual([2, 1]);
    expect([...runs('decide'), ...runs('act')]).toEqual([decisionId, actionId]);
    expect(all.items.at(-1)?.run.facets?.parent).toMatchObject({ run: { runId: decisionId } });
  });
});
