import { SourceError } from '../errors.js';

const MEANINGS: Record<string, string> = {
  ENOENT: 'nothing of that name. Check the path',
  EACCES: 'a file that this user may not read. Change its permissions',
  EPERM: 'a file that this user may not read. Change its permissions',
  EISDIR: 'a folder. Name a file, or a folder of Markdown',
  EMFILE: 'too many open files. Raise the limit (ulimit -n)',
};

/** `example.org/feed.xml`, `www.example.org`: what a browser would take for an address. */
const HOST_AND_PATH = /^(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/)/i;

/** The `SourceError` for a file that the operating system would not open or read. */
export function unreadableFile(path: string, cause: unknown): SourceError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const hint =
    code === 'ENOENT' && HOST_AND_PATH.test(path)
      ? ' An address begins with https://, such as https://example.org/feed.xml.'
      : '';
  const received = MEANINGS[code] ?? `${complaint(cause)}. Check the disk and the path`;
  return new SourceError(`${path} cannot be read. Expected a readable file, received ${received}.${hint}`, {
    cause,
  });
}

/** What an error says, in one line. */
export function complaint(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/\.$/, '');
}
