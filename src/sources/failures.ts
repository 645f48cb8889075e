import { SourceError } from '../errors.js';

const MEANINGS: Record<string, string> = {
  ENOENT: 'nothing of that name. Check the path',
  EACCES: 'a file that this user may not read. Change its permissions',
  EPERM: 'a file that this user may not read. Change its permissions',
  EISDIR: 'a folder. Name a file, or a folder of Markdown',
  EMFILE: 'too many open files. Raise the limit (ulimit -n)',
};

/** The `SourceError` for a file that the operating system would not open or read. */
export function unreadableFile(path: string, cause: unknown): SourceError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const received = MEANINGS[code] ?? `${complaint(cause)}. Check the disk and the path`;
  return new SourceError(`${path} cannot be read. Expected a readable file, received ${received}.`, {
    cause,
  });
}

/** What an error says, in one line. */
export function complaint(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/\.$/, '');
}
