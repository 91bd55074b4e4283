// What is used of pg, whose own declarations are of another package.

export interface QueryResult {
  readonly rows: Record<string, string | number | null>[];
}

export declare class Client {
  constructor(options: {
    connectionString: string;
    application_name: string;
    connectionTimeoutMillis: number;
  });
  connect(): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): void;
}
