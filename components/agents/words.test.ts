import { expect, test } from 'vitest';
import { featureHref, modelHref, subjectWords } from './words.ts';

test.each([
  ['lane.lateness', ['Goa', 'Kenya', 'ocean'], 'Goa → Kenya by ocean'],
  ['lane.freight', [null, 'Kenya', 'air'], 'all origins → Kenya by air'],
  ['lane.freight', [null, null, 'air'], 'all lanes by air'],
  ['item.price', ['Test kit', 'Acme'], 'Test kit · Acme'],
])('%s of %j', (feature, subject, words) => expect(subjectWords({ feature, subject })).toBe(words));

test('addresses hold whatever a name holds', () => {
  expect(modelHref({ name: 'a/b', version: '1.0' })).toBe('/agents/models/a%2Fb/1.0');
  expect(featureHref('lane.lateness')).toBe('/agents/features/lane.lateness');
});
