/** Works on several files at once. @module */

/** Work on one file takes one core or two. */
const AT_ONCE = 2;

/**
 * Does something with each of many things, two at a time.
 *
 * @returns The results, in the same order.
 * @throws What `work` throws, or the reason of the signal. Nothing more is begun then.
 */
export async function mapAtOnce<Item, Found>(
  items: readonly Item[],
  work: (item: Item) => Promise<Found>,
  signal: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = [];
  const queue = items.entries();
  const takeTurns = async () => {
    for (const [index, item] of queue) {
      signal.throwIfAborted();
      found[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  signal.throwIfAborted();
  return found;
}
