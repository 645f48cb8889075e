import { createHash } from 'node:crypto';
import helmet from 'helmet';

/** What a page may load and do, by the directives of `Content-Security-Policy`; whatever is not named is forbidden. */
export type PagePolicy = Readonly<Record<string, readonly string[]>>;

export interface PageProtection {
  readonly policy: PagePolicy;
  /** What is told to the page that a link leads to; nothing where not given. */
  readonly referrer?: 'no-referrer' | 'same-origin';
}

/** Pictures of articles lie anywhere; the pages' own sign is in the page. */
export const PICTURES = ['http:', 'https:', 'data:'] as const;

/** Of every page: no frame, no base, no form but what it names. */
const CLOSED: PagePolicy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/**
 * Forbids a page all that it does not need, should markup ever get through. Answers for programs have no such headers:
 * nothing runs in them, and `nosniff` keeps it so.
 */
export function protectPage({ policy, referrer = 'no-referrer' }: PageProtection): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: Object.fromEntries(
        Object.entries({ ...CLOSED, ...policy }).map(([name, sources]) => [name, [...sources]]),
      ),
    },
    referrerPolicy: { policy: referrer },
    xFrameOptions: { action: 'deny' },
    // For whoever holds the certificate to say, of all that they serve under that name.
    strictTransportSecurity: false,
  });
}

/** Allows that style in the page and no other, exactly as it stands between its tags. */
export function styleHash(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
