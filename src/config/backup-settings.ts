import { setting, wholeNumber, yes } from './setting.js';

/** What `backup` copies and keeps, and what `restore` does with it. */
export const BACKUP_SETTINGS = {
  withoutIndex: setting({
    flag: '--without-index',
    description:
      'leave the current generation out; a restored index builds one anew, and embeds nothing for it',
    schema: yes,
  }),
  keep: setting({
    flag: '--keep <number>',
    description: 'how many backups of this index stay in the folder; default: all',
    schema: wholeNumber(1, 10_000).optional(),
  }),
  check: setting({
    flag: '--check',
    description: 'only see whether the backup is whole; nothing is restored',
    schema: yes,
  }),
} as const;
