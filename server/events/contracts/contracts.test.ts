import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { canonicalHash } from '../../core/canonical.ts';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { SAMPLES } from '../../testing/samples.ts';
import { clockAdvanced } from './clock-advanced.ts';
import { releaseContracts } from './release-contracts.ts';
import { CONTRACTS, contractJsonSchema, contractUri, findContract, signalWords, versionOf } from './rules.ts';

/** What each released version asks for, as a hash. One that changes here would stop every tower that has released it. */
const RELEASED = {
  'purchase-order.sent v1': 'ecdbd9c73407e13b',
  'price-quote.sent v1': 'ecdbd9c73407e13b',
  'delivery.recorded v1': '0f2c55ebb94c6614',
  'clock.advanced v1': '93ab7499dc3c616f',
  'customer-order.placed v1': '6011f3ebaece4837',
  'demand.forecasted v1': 'def709c4d8cc339b',
  'item.described v1': '7181ee921905684d',
  'lane.described v1': '13f0067f703bc27d',
  'mail.received v1': 'e3160000fa8c0fb9',
  'production-order.scheduled v1': '09804e93626d9e64',
  'purchase-order.changed v1': 'a435ed168394f8e7',
  'purchase-order.confirmed v1': 'deb4d8f47f736e20',
  'purchase-order.placed v1': 'bc5509c25891c3dc',
  'quality-lot.judged v1': '53df6812f609a047',
  'sensor.observed v1': '04745f763875bb4a',
  'shipment.moved v1': '45765665564cebe5',
  'shipment.noticed v1': '11803c019d1d1a14',
  'signal.retracted v1': '476c57d58c303f90',
  'site.described v1': 'b233c5a22d868fb2',
  'stock.counted v1': '7c48b316509daba4',
  'stock.moved v1': '0919f141cfad2787',
  'supplier.described v1': '3af61c8277484e55',
  'tender.offered v1': 'e78e1fd2a276be80',
  'tender.answered v1': '4310aed9dd14dfec',
  'freight.invoiced v1': 'c119950814f7abb8',
  'object.observed v1': 'db3b93c0e6a0b78e',
  'object.aggregated v1': '0cf443b4181a750d',
  'object.transacted v1': '0cf443b4181a750d',
  'object.transformed v1': '1dba9290b800b7ab',
  'object.associated v1': 'be58553395e320e4',
  'document.changed v1': '81a9437f429bb33f',
  'equipment.observed v1': 'd80f5380efbcf93d',
  'port-call.observed v1': '403f602e86e83bef',
};

const nameOf = ({ type, version }: { type: string; version: number }) => `${type} v${version}`;

test.each(CONTRACTS.map((contract) => [nameOf(contract), contract] as const))(
  '%s reads its stored form',
  (_name, contract) => {
    expect(contract.schema.safeParse(SAMPLES[contract.type])).toMatchObject({ success: true });
  },
);

test('released contracts are as they were', () => {
  const hashes = CONTRACTS.map((contract) => [
    nameOf(contract),
    canonicalHash(contractJsonSchema(contract)).toString('hex').slice(0, 16),
  ]);
  expect(Object.fromEntries(hashes)).toEqual(RELEASED);
});

test.each([
  ['none', undefined, 1],
  ['a version', 'urn:holdpoint:contract:clock.advanced:v12', 12],
  ['another type', 'urn:holdpoint:contract:delivery.recorded:v1', null],
  ['something else', 'https://example.com/schema', null],
  ['version zero', 'urn:holdpoint:contract:clock.advanced:v0', null],
])('dataschema: %s', (_name, dataschema, version) => expect(versionOf('clock.advanced', dataschema)).toBe(version));

test('every contract can be found by what it is called', () => {
  for (const contract of CONTRACTS) {
    expect(findContract(contract.type, contract.version)).toBe(contract);
    expect(versionOf(contract.type, contractUri(contract))).toBe(contract.version);
  }
});

const { db } = await testDatabase();
const ctx = asSystem('start', fixedClock(TEST_NOW));

it('releases once, and stops a build that changes what was released', async () => {
  await releaseContracts(db, ctx);
  await releaseContracts(db, ctx);
  expect(await db.prisma.contract.count()).toBe(CONTRACTS.length);
  expect(await db.prisma.auditEntry.count({ where: { action: 'contract.released' } })).toBe(CONTRACTS.length);
  const changed = CONTRACTS.map((contract) => ({ ...contract, schema: z.object({ surprise: z.string() }) }));
  await expect(releaseContracts(db, ctx, changed)).rejects.toThrow(
    /purchase-order\.sent v1 was released .* never changes/,
  );
  const added = {
    ...clockAdvanced,
    type: 'purchase-order.sent',
    version: 2,
    meaning: 'm',
    owner: 'o',
    schema: z.object({}),
  };
  await releaseContracts(db, ctx, [...CONTRACTS, added]);
  expect(await db.prisma.contract.count()).toBe(CONTRACTS.length + 1);
});

test.each(CONTRACTS.map((contract) => [nameOf(contract), contract] as const))(
  '%s says itself in a sentence',
  (_name, contract) => {
    const words = signalWords({ type: contract.type, recordedAt: TEST_NOW, data: SAMPLES[contract.type] });
    expect(words).toMatch(/^[A-Z0-9].*[.”]$/);
    expect(words).not.toMatch(/undefined|null|A signal of type/);
  },
);
