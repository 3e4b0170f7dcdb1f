import { expect, test } from 'vitest';
import { openLines } from './keep-order.ts';

/** Work that passes once it is let go. */
function begin(line: ReturnType<typeof openLines>, key: string, name: string, passed: string[]) {
  const { turn, pass } = line(key);
  const gate = Promise.withResolvers<void>();
  const done = gate.promise
    .then(async () => {
      await turn;
      passed.push(name);
    })
    .catch(() => {})
    .finally(pass);
  return { finish: gate.resolve, fail: () => gate.reject(new Error('it failed')), done };
}

test('work passes in the order in which it began, whoever is ready first; another line does not wait', async () => {
  const line = openLines();
  const passed: string[] = [];
  const [slow, quick, other] = [
    begin(line, 'a', 'slow', passed),
    begin(line, 'a', 'quick', passed),
    begin(line, 'b', 'other', passed),
  ];
  quick.finish();
  other.finish();
  await other.done;
  expect(passed).toEqual(['other']);
  slow.finish();
  await quick.done;
  expect(passed).toEqual(['other', 'slow', 'quick']);
});

test('who fails lets the next one go, but by nobody before', async () => {
  const line = openLines();
  const passed: string[] = [];
  const [first, failing, last] = [
    begin(line, 'a', 'first', passed),
    begin(line, 'a', 'failing', passed),
    begin(line, 'a', 'last', passed),
  ];
  failing.fail();
  last.finish();
  await failing.done;
  expect(passed).toEqual([]);
  first.finish();
  await last.done;
  expect(passed).toEqual(['first', 'last']);
});
