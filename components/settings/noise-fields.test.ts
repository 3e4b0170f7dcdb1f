import { describe, expect, test } from 'vitest';
import { type BandSetting, bandSettingSchema } from '../../server/decisions/detect/noise/schema.ts';
import { draftOf, fieldsOf, readDraft } from './noise-fields.ts';

const band: BandSetting = {
  kind: 'band',
  low: null,
  high: 8,
  deadband: 0.1,
  margin: 0.5,
  holdMinutes: 10,
  holdReadings: 3,
  leaveMinutes: 30,
  correlateMinutes: 30,
  worseBy: 1,
  allowedMinutes: 240,
  silentMinutes: 60,
};

describe('the fields of a setting', () => {
  test('are all of its figures', () => {
    expect(
      fieldsOf('band')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      Object.keys(bandSettingSchema.shape)
        .filter((name) => name !== 'kind')
        .sort(),
    );
  });

  test('read back what they show, an open bound as open', () => {
    expect(readDraft('band', draftOf(band)).values).toEqual(band);
  });

  test.each([
    ['empty', ''],
    ['words', 'warm'],
  ])('%s where a number must stand is a problem of that field', (_name, typed) => {
    expect(readDraft('band', { ...draftOf(band), margin: typed })).toEqual({
      values: null,
      problems: { margin: 'Type a number.' },
    });
  });

  test('take a decimal comma', () => {
    expect(readDraft('band', { ...draftOf(band), margin: '0,7' }).values).toMatchObject({ margin: 0.7 });
  });
});
