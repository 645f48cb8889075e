import { createHash } from 'node:crypto';
import slugify from '@sindresorhus/slugify';
import type { ArticleLink } from '../engine/answers.js';

export const EXPORT_FORMATS = ['json', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Characters of the part that a person can read. */
const LONGEST = 80;

/**
 * The name of an article's file: the last part of its address's path, or else its title, and the first ten digits of
 * its id's SHA-256, such as `yen-falls-3f9c01ab52.html`. Two articles never share one, on any file system.
 */
export function fileName({ id, title, url }: ArticleLink, format: ExportFormat): string {
  const slug = slugOf(lastPart(url)) || slugOf(title);
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 10);
  return `${slug === '' ? hash : `${slug}-${hash}`}.${format}`;
}

/** Whether a file may be one of ours: no other is ever removed. */
export function isFileName(name: string): boolean {
  return /^(?:[a-z0-9-]+-)?[0-9a-f]{10}\.(?:json|html)$/.test(name);
}

function slugOf(text: string): string {
  return slugify(text, { decamelize: false })
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
}

/** The last part of a path without its ending, as it is read: `/2019/caf%C3%A9.html` gives `café`. */
function lastPart(url: string | null): string {
  if (url === null) return '';
  try {
    const parts = new URL(url).pathname.split('/').filter((part) => part !== '');
    return decodeURIComponent(parts.at(-1) ?? '').replace(/\.[a-z]{2,5}$/i, '');
  } catch {
    return '';
  }
}
