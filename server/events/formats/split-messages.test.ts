import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { objectMembers } from './inspect-json.ts';
import { splitMessages } from './split-messages.ts';

const options = {
  media: ['application/json'],
  wayTo: (whole: unknown) => (Array.isArray(whole) ? null : ['body', 'list']),
};
const split = (text: string) => splitMessages('application/json', Buffer.from(text), options);

describe('a body of messages', () => {
  it('is cut where its list says, each with its own bytes', () => {
    const { messages, envelope } = split('{"head":1, "body": {"x":"]}", "list" : [ {"a":"é, ]"} ,7 ]}}');
    expect(messages.map(({ raw }) => raw.toString().trim())).toEqual(['{"a":"é, ]"}', '7']);
    expect(messages.map(({ value }) => value)).toEqual([{ a: 'é, ]' }, 7]);
    expect(envelope).toMatchObject({ head: 1 });
  });

  test.each([
    ['what is around its list is flawed', '{"head":1e400,"body":{"list":[]}}'],
    ['its list stands twice', '{"body":{"list":[1],"list":[2]}}'],
    ['it is no JSON', '{"body":'],
  ])('is refused whole when %s', (_name, text) =>
    expect(() => split(text)).toThrow(expect.objectContaining({ code: 'invalid' })),
  );

  test.each([
    ['more messages than signals may be', `[${'1,'.repeat(2_000_000)}1]`],
    ['more around them than may be', `{"x":"${'x'.repeat(1024 * 1024)}","body":{"list":[1]}}`],
  ])('is refused soon when it holds %s', (_name, text) => {
    const begun = performance.now();
    expect(() => split(text)).toThrow(expect.objectContaining({ code: 'too_large' }));
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('keeps what one message is flawed in to that message', () => {
    expect(split('[{"a":1,"a":2},{"a":1}]').messages.map(({ flaw }) => flaw?.reason ?? null)).toEqual([
      'duplicate-key',
      null,
    ]);
  });
});

test('the members of any object are found whole, in their order', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
      fc.integer({ min: 0, max: 2 }),
      (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const members = objectMembers(text)?.map(({ key, from, to }) => [key, JSON.parse(text.slice(from, to))]);
        expect(members).toEqual(Object.entries(JSON.parse(text)));
      },
    ),
  );
});
