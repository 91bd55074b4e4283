// What is used of linkedom, whose own declarations need those of a browser.

/** A document without a browser. */
export interface PageDocument {
  readonly documentElement: unknown;
}

export declare function parseHTML(html: string): { readonly document: PageDocument };
