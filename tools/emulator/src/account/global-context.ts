/** What a request is, as far as conditions may ask. */
export interface RequestFacts {
  readonly now: Date;
  readonly region: string;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** The keys that every request has (IAM User Guide, "AWS global condition context keys"). */
export function globalContext({
  now,
  region,
  sourceIp,
  userAgent,
}: RequestFacts): Record<string, string | boolean> {
  return {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:RequestedRegion': region,
    // As on AWS, where no one calls without TLS.
    'aws:SecureTransport': true,
    'aws:SourceIp': sourceIp,
    'aws:UserAgent': userAgent,
  };
}

/** True when a policy asks for what differs from one request of a principal to the next. */
export function asksAboutRequests(policies: unknown): boolean {
  return /aws:(currenttime|epochtime|sourceip|useragent)/i.test(JSON.stringify(policies));
}
