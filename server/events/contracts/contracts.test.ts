import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { canonicalHash } from '../../core/canonical.ts';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { releaseContracts } from './release-contracts.ts';
import { CONTRACTS, contractJsonSchema, contractUri, findContract, versionOf } from './rules.ts';

/** Payloads as they were stored. They must parse for ever; add to them, never change one. */
const LINE =
  '{"orderNumber":"SCMS-4","lineNumber":"1","shipment":"ASN-8","supplier":"Maker Ltd.","item":"Test, 30 Tests","itemGroup":"HRDT","origin":"Maker plant","destination":"Ghana","region":"western-africa","customer":"100-GH-T01","mode":"air","quantity":19,"packUnit":"30 tests","value":551,"currency":"USD","firstLine":true,"scheduledDelivery":"2006-06-02"}';
const STORED = {
  'purchase-order.sent v1': `{"line":${LINE}}`,
  'price-quote.sent v1': `{"line":${LINE}}`,
  'delivery.recorded v1': `{"line":${LINE},"deliveredOn":"2006-06-02","recordedOn":"2006-06-03","weightKg":13,"freight":780.34}`,
  'clock.advanced v1': '{}',
};

/** What each released version asks for, as a hash. One that changes here would stop every tower that has released it. */
const RELEASED = {
  'purchase-order.sent v1': 'ecdbd9c73407e13b',
  'price-quote.sent v1': 'ecdbd9c73407e13b',
  'delivery.recorded v1': '0f2c55ebb94c6614',
  'clock.advanced v1': '93ab7499dc3c616f',
};

const nameOf = ({ type, version }: { type: string; version: number }) => `${type} v${version}`;

test.each(CONTRACTS.map((contract) => [nameOf(contract), contract] as const))(
  '%s reads its stored form',
  (name, contract) => {
    expect(contract.schema.safeParse(JSON.parse(STORED[name as keyof typeof STORED]))).toMatchObject({ success: true });
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
    ...CONTRACTS[0],
    type: 'purchase-order.sent',
    version: 2,
    meaning: 'm',
    owner: 'o',
    schema: z.object({}),
  };
  await releaseContracts(db, ctx, [...CONTRACTS, added]);
  expect(await db.prisma.contract.count()).toBe(CONTRACTS.length + 1);
});
