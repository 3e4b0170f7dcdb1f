import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../../core/canonical.ts';
import { AIR, base, item, lane, line } from '../../../testing/delays.ts';
import { alternativeSchema, reasonSchema } from '../../proposals/schema.ts';
import { supplierDelay } from './agent.ts';
import { totalOf } from './choose-alternative.ts';
import { projectRisk } from './project-risk.ts';
import { propose } from './propose.ts';
import { type CaseLine, contextSchema, type ProposalContext } from './schema.ts';
import { supplyInput } from './weigh-coverage.ts';

const of = (context: ProposalContext) => {
  const draft = propose(context);
  const [wait, expedite, split] = draft.alternatives;
  if (!wait || !expedite || !split) throw new Error('three alternatives are expected');
  return { ...draft, wait, expedite, split };
};

describe('what waiting leaves', () => {
  test('is the lane’s conditional survival, shrunk towards the prior and shown', () => {
    const { wait } = of(base);
    // 10 of the 20 deliveries at least a day late took more than 14 days: (10 + 4 × 0.4 shrunk over all) ÷ 24.
    expect(wait.missProbability).toBeCloseTo((10 + 4 * ((10 + 4 * 0.4 + 4 * 0) / 24)) / 24, 1);
    expect(wait.sums[0]).toMatchObject({ label: 'Chance of missing 16 May' });
    expect(wait.sums[0]?.working).toContain('10 of 20, Leeds → Nigeria by ocean');
    expect(wait.costUsd).toBe(0);
  });

  test('rises as days go by with nothing delivered, to certainty once the breach has passed', () => {
    const at = (day: string) => of({ ...base, worldAt: `2009-05-${day}T06:00:00.000Z` }).wait.missProbability;
    expect(at('09')).toBeGreaterThan(at('03'));
    expect(at('17')).toBe(1);
  });

  test('without any record is the assumed share, named, and no arrival is invented', () => {
    const { wait } = of({ ...base, facts: { lanes: [], items: [] } });
    expect(wait.missProbability).toBeCloseTo(0.4);
    expect(wait.sums[0]?.working).toBe('no record yet, assumed 40 %');
    expect(wait.arrival).toBeNull();
  });
});

describe('expediting', () => {
  test('shows freight as weight × rate with its bills', () => {
    const { expedite } = of(base);
    expect(expedite.costUsd).toBeCloseTo(1_240 * 6.31, 2);
    expect(expedite.sums[1]).toEqual({
      label: 'Freight',
      working: '1,240 kg × $6.31/kg (38 freight bills, Leeds → Nigeria by air)',
      result: '$7,824',
    });
    expect(expedite.saga?.input).toMatchObject({ mode: 'air', weightKg: 1_240, quantity: 1_000, orderNumber: 'PO-1' });
  });

  test.each<[string, Partial<ProposalContext['facts']>, Partial<CaseLine>, string]>([
    ['no air freight bill', { lanes: [lane('ocean')] }, {}, 'No air freight bill'],
    ['too few bills', { lanes: [{ ...AIR, freightN: 2 }] }, {}, 'No air freight bill'],
    ['unknown weight', { items: [item('Omega', { kg: 0, kgQuantity: 0 })] }, {}, 'weight of Test kit'],
    ['already by air', {}, { mode: 'air' }, 'already go by air, and no charter'],
    ['already by charter', {}, { mode: 'air-charter' }, 'nothing is quicker'],
    ['freight beyond all bounds', { lanes: [{ ...AIR, freightKg: 1e-300 }] }, {}, 'more than $10 trillion'],
    [
      'weight beyond all bounds',
      { items: [item('Omega', { kg: 1e12, kgQuantity: 1e-9 })] },
      {},
      'more than $10 trillion',
    ],
  ])('is not offered: %s', (_name, facts, part, words) => {
    const { expedite, chosen } = of({ ...base, facts: { ...base.facts, ...facts }, lines: [{ ...line, ...part }] });
    expect(expedite.unavailable).toContain(words);
    expect(chosen).not.toBe('expedite');
  });

  test('falls back to all origins, then to all lanes, and says so', () => {
    const wide = { ...AIR, origin: null, destination: null };
    const { expedite } = of({ ...base, facts: { ...base.facts, lanes: [lane('ocean'), wide] } });
    expect(expedite.sums[1]?.working).toContain('all lanes by air');
  });

  test('goes by charter from air when a charter rate is on record', () => {
    const lanes = [lane('air'), lane('air-charter')];
    const { expedite } = of({ ...base, facts: { ...base.facts, lanes }, lines: [{ ...line, mode: 'air' }] });
    expect(supplyInput(expedite)?.mode).toBe('air-charter');
  });
});

describe('splitting', () => {
  test('prices the difference and takes the lead time of the other supplier', () => {
    const { split } = of(base);
    expect(split.costUsd).toBe(10_250);
    expect(split.arrival?.expected).toBe('2009-05-13T06:00:00.000Z');
    expect(supplyInput(split)?.toSupplier).toBe('CIPLA');
    expect(split.switchesSupplier).toBe(true);
  });

  test('is not offered without another supplier on record', () => {
    const { split, evidence } = of({ ...base, facts: { ...base.facts, items: [item('Omega')] } });
    expect(split.unavailable).toBe('No other supplier on record has delivered Test kit.');
    expect(evidence.risk).toMatchObject({ singleSource: { supplier: 'Omega', item: 'Test kit' } });
  });

  test('is not offered at a price beyond all bounds, and neither is the choice ever', () => {
    const dear = item('CIPLA', { valueUsd: 1e12, quantity: 1e-9 });
    const { split, alternatives } = of({ ...base, facts: { ...base.facts, items: [dear] } });
    expect(split.unavailable).toContain('more than $10 trillion');
    expect(() => alternatives.map((one) => alternativeSchema.parse(JSON.parse(JSON.stringify(one))))).not.toThrow();
  });

  test('is not offered without a lead time', () => {
    const { split } = of({ ...base, facts: { ...base.facts, items: [item('CIPLA', { leadDays: {} })] } });
    expect(split.unavailable).toContain('CIPLA has delivered Test kit, but no order date');
  });

  test('a supplier with a thin record leaves the source single', () => {
    const { evidence } = of({ ...base, facts: { ...base.facts, items: [item('Omega'), item('CIPLA', { lines: 2 })] } });
    expect(evidence.singleSource).toBe(true);
  });
});

describe('the choice', () => {
  test('is the least of cost and risk left, with a contrastive reason', () => {
    const { chosen, reason, expedite, wait } = of(base);
    expect(chosen).toBe('expedite');
    expect(totalOf(expedite)).toBeLessThan(totalOf(wait));
    expect(reason.sentence).toMatch(/^Saves \$[\d,]+ of risk for \$7,824; splitting costs/);
    expect(reason.versus.map(({ key }) => key)).toEqual(['wait', 'split']);
    expect(reason.wouldChangeIf).toMatch(/^Would change if freight passed \$\d+\.\d\d\/kg \(now \$6\.31\)\.$/);
  });

  test('flips where the reason says it does', () => {
    const { reason } = of(base);
    const price = Number(reason.wouldChangeIf?.match(/\$([\d.]+)\/kg \(/)?.[1]);
    const at = (usdPerKg: number) => {
      const air = { ...AIR, freightUsd: usdPerKg * 10_000 };
      return propose({ ...base, facts: { ...base.facts, lanes: [lane('ocean'), air] } }).chosen;
    };
    expect(at(price - 0.02)).toBe('expedite');
    expect(at(price + 0.02)).not.toBe('expedite');
  });

  test('ties go to waiting', () => {
    const { chosen } = of({ ...base, lines: [{ ...line, valueUsd: 0 }] });
    expect(chosen).toBe('wait');
  });

  test('waits once the breach has passed, because nothing else helps', () => {
    expect(propose({ ...base, worldAt: '2009-06-20T00:00:00.000Z' }).chosen).toBe('wait');
  });
});

describe('a person’s change', () => {
  test('of quantity moves the dearest packs, and the rest waits', () => {
    const cheap = { ...line, key: 's|2', lineNumber: '2', valueUsd: 10_000 };
    const { draft } = supplierDelay.applyChange(
      { ...base, lines: [cheap, line] },
      { alternative: 'expedite', quantity: 1_000 },
    );
    const expedite = draft.alternatives[1];
    expect(expedite && supplyInput(expedite)?.lines).toEqual([
      { orderNumber: 'PO-1', lineNumber: '1', item: 'Test kit', quantity: 1_000 },
    ]);
    expect(expedite?.title).toBe('Expedite 1,000 packs by air');
  });

  test('of the date to a later one goes by the cheapest mode that makes it', () => {
    const truck = lane('truck', { freightUsd: 10_000 });
    const context = { ...base, facts: { ...base.facts, lanes: [lane('ocean'), AIR, truck] } };
    const { draft } = supplierDelay.applyChange(context, { alternative: 'expedite', date: '2009-05-20' });
    expect(draft.alternatives[1]?.saga?.input).toMatchObject({ mode: 'truck', arrival: '2009-05-20T12:00:00.000Z' });
    expect(draft.alternatives[1]?.costUsd).toBe(1_240);
  });

  test('to another alternative keeps the agent’s dissent in the reason', () => {
    const { draft } = supplierDelay.applyChange(base, { alternative: 'wait' });
    expect(draft.chosen).toBe('wait');
    expect(draft.reason.sentence).toContain('The agent would choose expediting');
  });

  test.each([
    ['more packs than there are', { alternative: 'expedite', quantity: 1_001 }, 'holds 1,000 packs'],
    ['a date before the soonest', { alternative: 'expedite', date: '2009-05-04' }, 'can be asked for from'],
    ['a date past the bound', { alternative: 'expedite', date: '2009-08-04' }, 'can be asked for from'],
    ['a mode without rate', { alternative: 'expedite', mode: 'truck' }, 'cannot be booked'],
    ['a supplier without record', { alternative: 'split', supplier: 'Nobody' }, 'no record'],
    ['a parameter not offered', { alternative: 'wait', quantity: 5 }, 'cannot be changed'],
  ] as const)('is refused: %s', (_name, change, words) => {
    expect(() => supplierDelay.applyChange(base, change)).toThrow(words);
  });
});

const histogram = fc.dictionary(fc.integer({ min: 0, max: 200 }).map(String), fc.integer({ min: 1, max: 40 }), {
  maxKeys: 8,
});
const arbitraryContext: fc.Arbitrary<ProposalContext> = fc
  .record({
    worldDays: fc.integer({ min: 0, max: 60 }),
    values: fc.array(fc.double({ min: 0, max: 2e6, noNaN: true }), { minLength: 1, maxLength: 4 }),
    quantity: fc.integer({ min: 1, max: 50_000 }),
    ocean: histogram,
    air: histogram,
    freight: fc.double({ min: 0, max: 1e6, noNaN: true }),
    lead: histogram,
    mode: fc.constantFrom('ocean', 'air', 'truck', 'unknown', 'air-charter'),
  })
  .map(({ worldDays, values, quantity, ocean, air, freight, lead, mode }) => ({
    ...base,
    worldAt: new Date(Date.UTC(2009, 4, 3 + worldDays, 6)).toISOString(),
    lines: values.map((valueUsd, n) => ({ ...line, key: `s|${n}`, lineNumber: String(n), valueUsd, quantity, mode })),
    facts: {
      lanes: [
        lane('ocean', { latenessDays: ocean }),
        lane('air', { latenessDays: air, freightUsd: freight }),
        lane('air-charter', { latenessDays: air, freightUsd: freight * 2 }),
      ],
      items: [item('Omega', { leadDays: lead }), item('CIPLA', { leadDays: lead })],
    },
  }));

describe('properties', () => {
  test('the context read back from the store gives the same bytes', () => {
    fc.assert(
      fc.property(arbitraryContext, (context) => {
        const stored = contextSchema.parse(JSON.parse(canonicalBytes(context).toString('utf8')));
        expect(canonicalBytes(propose(stored)).equals(canonicalBytes(propose(context)))).toBe(true);
      }),
    );
  });

  test('whatever the facts, alternatives fit their schema, waiting is first, and the choice is the least', () => {
    fc.assert(
      fc.property(arbitraryContext, (context) => {
        const { alternatives, chosen, reason } = propose(context);
        for (const alternative of alternatives) alternativeSchema.parse(alternative);
        reasonSchema.parse(reason);
        expect(alternatives[0]?.key).toBe('wait');
        const total = (key: string) => {
          const found = alternatives.find((alternative) => alternative.key === key);
          return found && !found.unavailable ? totalOf(found) : Number.POSITIVE_INFINITY;
        };
        for (const { key } of alternatives) expect(total(chosen)).toBeLessThanOrEqual(total(key) + 0.011);
      }),
    );
  });
});

describe('money at risk by day', () => {
  test('falls as days pass, and the proposal lies under nothing done once it has arrived', () => {
    const { expedite } = of(base);
    const days = projectRisk(base, expedite, 21);
    expect(days).toHaveLength(21);
    expect(days[0]).toEqual({ day: '2009-05-04', nothingDoneUsd: expect.any(Number), proposalUsd: 100_000 });
    for (const [n, now] of days.entries()) {
      const before = days[n - 1];
      if (!before) continue;
      expect(now.nothingDoneUsd).toBeLessThanOrEqual(before.nothingDoneUsd);
      expect(now.proposalUsd).toBeLessThanOrEqual(before.proposalUsd);
    }
    expect(days[13]?.proposalUsd).toBeLessThan(days[13]?.nothingDoneUsd ?? 0);
  });

  test('is empty without any record', () => {
    const bare = { ...base, facts: { lanes: [], items: [] } };
    expect(projectRisk(bare, of(bare).wait, 21)).toEqual([]);
  });
});
