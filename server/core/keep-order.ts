/** A place in line: `turn` comes when all who took one before have passed; `pass` lets the next one go, and may be called twice. */
type Place = { turn: Promise<void>; pass: () => void };

/**
 * Lets pieces of work pass a point in the order in which they began, whatever each of them takes before it. Lines by key are apart;
 * one that nobody stands in is forgotten.
 * @returns takes a place in the line of a key. Whoever takes one must pass, also when it fails.
 */
export function openLines(): (key: string) => Place {
  const ends = new Map<string, Promise<void>>();
  return (key) => {
    const turn = ends.get(key) ?? Promise.resolve();
    const { promise: passed, resolve: pass } = Promise.withResolvers<void>();
    // Who passes before their turn, because they failed, does not let the next one by those before them.
    const end = turn.then(() => passed);
    ends.set(key, end);
    void end.then(() => ends.get(key) === end && ends.delete(key));
    return { turn, pass };
  };
}
