import { z } from 'zod';
import { EXPORT_FORMATS } from '../export/file-name.js';
import { setting, text, wholeNumber, yes } from './setting.js';

/** How `export` writes lists down. */
export const EXPORT_SETTINGS = {
  exportFormat: setting({
    flag: '--format <format>',
    description: 'json for templates, or html to be included as it is',
    schema: z.enum(EXPORT_FORMATS).default('html'),
  }),
  exportOut: setting({
    flag: '--out <folder>',
    description: 'where the files are written; nothing else may be in its index.json',
    schema: text.optional(),
  }),
  heading: setting({
    flag: '--heading <text>',
    description: 'html: what stands above the links',
    schema: text.max(200).default('Related articles'),
  }),
  headingLevel: setting({
    flag: '--heading-level <number>',
    description: 'html: level of that heading, 1 to 6',
    schema: wholeNumber(1, 6).default(2),
  }),
  reasons: setting({
    flag: '--reasons',
    description: 'html: under each link why it is shown',
    schema: yes,
  }),
  widget: setting({
    flag: '--widget',
    description: 'html: inside the element of /widget.js, which shows the current list where its script runs',
    schema: yes,
  }),
} as const;
