/** Documents in which one text or list is made as long as a test needs. @module */

/** A text or a list within a document, by its keys. */
export interface Place {
  readonly keys: readonly (string | number)[];
  readonly kind: "text" | "list";
}

/** Returns the first text or list of each place in the shape of a document. */
export function placesIn(document: unknown): Place[] {
  const found = new Map<string, Place>();
  const look = (value: unknown, keys: readonly (string | number)[]) => {
    const kind = typeof value === "string" ? "text" : Array.isArray(value) ? "list" : null;
    const shape = keys.map((key) => typeof key === "number" ? "*" : key).join("/");
    if (kind !== null && !found.has(shape)) found.set(shape, { keys, kind });
    if (Array.isArray(value)) value.forEach((inner, index) => look(inner, [...keys, index]));
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) look(inner, [...keys, key]);
    }
  };
  look(document, []);
  return [...found.values()];
}

/** Returns a copy with another value at a place. */
export function replaceAt(document: unknown, keys: Place["keys"], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const copy = Array.isArray(document) ? [...document] : { ...document as object };
  const inner = (document as Record<string | number, unknown>)[key];
  return Object.assign(copy, { [key]: replaceAt(inner, rest, value) });
}

/** Returns the value at a place. */
export function valueAt(document: unknown, keys: Place["keys"]): unknown {
  return keys.reduce(
    (value, key) => (value as Record<string | number, unknown>)[key],
    document,
  );
}

/** Repeats a list until it has so many elements. Each object in it gets a different name. */
export function repeatList(list: readonly unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, index) => {
    const element = list[index % list.length];
    return typeof element === "object" && element !== null && "name" in element
      ? { ...element, name: `${element.name} ${index}` }
      : element;
  });
}
