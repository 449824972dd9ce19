/** An app with which the org begins, and a person who may sign in to it. */
export interface AppOptions {
  kind: 'spa' | 'web' | 'native' | 'service';
  /** The URL to which people return; a service has none. */
  redirectUri?: string;
}

/** Users, groups and apps as the bodies that Okta's API takes. */
export interface Contents {
  users?: object[];
  groups?: object[];
  apps?: object[];
  userAttributes?: Record<string, object>;
}

export interface OrgOptions {
  /** What the org holds: nothing, a company, a number of users, a file, or contents. */
  seed?: 'empty' | 'demo' | number | (string & {}) | Contents;
  app?: AppOptions | AppOptions[];
  /** A file in which the org is kept; in memory unless you name one. */
  store?: string;
  /** A mirror, or what an org answered as NDJSON. */
  from?: string;
  at?: string;
  password?: string;
  port?: number;
  address?: string;
  host?: string | string[];
  tls?: boolean;
  /** The API token to accept. */
  token?: string;
  rateLimits?: 'off' | 'default' | number;
  /** Sign every browser in as this user. */
  signInAs?: string;
  features?: string[];
  /** More arguments of `oktars org serve`. */
  args?: string[];
  env?: Record<string, string>;
  /** How long the org may take to be ready, in milliseconds. */
  timeout?: number;
}

export interface App {
  kind: string;
  issuer: string;
  clientId: string;
  clientSecret?: string;
  redirectUri?: string;
  login?: string;
  password?: string;
  scope?: string;
}

export interface Mail {
  /** `activation`, `password_reset` and so on. */
  kind: string;
  to: string;
  userId: string;
  token: string;
  url: string;
  sent: string;
}

export interface SeenRequest {
  number: number;
  method: string;
  target: string;
  path: string;
  query: [string, string][];
  headers: [string, string][];
  body: string;
  status: number | null;
}

export interface SignInOptions {
  /** A login or an id; the person of the org's app unless you name one. */
  user?: string;
  client?: string;
  scopes?: string | string[];
  amr?: string | string[];
  server?: string;
  redirectUri?: string;
  nonce?: string;
  state?: string;
  codeChallenge?: string;
  responseType?: 'tokens' | 'code';
}

export interface SignedIn {
  access_token: string;
  id_token: string;
  refresh_token?: string;
  token_type: string;
  expires_in: number;
  scope: string;
  [member: string]: unknown;
}

/** Seconds, or days, hours, minutes and seconds together. */
export type Time = number | { days?: number; hours?: number; minutes?: number; seconds?: number };

export interface Clock {
  now(): Promise<Date>;
  advance(time: Time): Promise<Date>;
  set(time: Date | string | number, options?: { stop?: boolean }): Promise<Date>;
  reset(): Promise<Date>;
}

/** See "Faults" in the documentation of the local org. */
export interface Fault {
  method?: string;
  path?: string;
  times?: number;
  after?: number;
  status?: number;
  code?: string;
  body?: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
  drop?: 'connection' | 'request' | 'answer' | 'head' | 'nothing';
  [member: string]: unknown;
}

/** The org refused what was asked for. */
export class OrgError extends Error {
  readonly status: number;
  readonly body: any;
}

/** A local org that is running. */
export interface Org {
  readonly url: string;
  readonly token: string;
  readonly version: string;
  readonly pid: number;
  /** The file with the certificate to trust, if the org was started with `tls`. */
  readonly ca?: string;
  readonly store?: string;
  readonly apps: App[];
  /** The first app. It is there if the org was started with `app`. */
  readonly app: App;
  /** The variables that Okta's SDKs read. */
  readonly env: { OKTA_CLIENT_ORGURL: string; OKTA_CLIENT_TOKEN: string };
  readonly clock: Clock;
  readonly faults: { add(...faults: Fault[]): Promise<unknown>; list(): Promise<Fault[]>; clear(): Promise<void> };
  outbox(): Promise<Mail[]>;
  clearOutbox(): Promise<void>;
  requests(): Promise<SeenRequest[]>;
  clearRequests(): Promise<void>;
  reset(): Promise<void>;
  snapshot(name?: string): Promise<void>;
  restore(name?: string): Promise<void>;
  /** A new API token of a user: it may do what the user's roles allow. */
  apiToken(user: string): Promise<string>;
  signIn(options?: SignInOptions & { responseType?: 'tokens' }): Promise<SignedIn>;
  signIn(options: SignInOptions): Promise<Record<string, unknown>>;
  /** A request with the API token: `await org.api('GET /api/v1/users')`. */
  api<T = any>(request: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a local org: a process that ends with this one. */
export function startOrg(options?: OrgOptions): Promise<Org>;
