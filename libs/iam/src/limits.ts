/** Whether the policies that can only limit, never grant, let a request through; absent when there is none. */
export interface Limits {
  readonly boundary?: Limit;
  readonly session?: Limit;
}

/** One of them. */
export interface Limit {
  readonly policy: string;
  readonly allows: boolean;
}
