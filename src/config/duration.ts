import { z } from 'zod';

export const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `500ms`, `90s`, `5m`, `1h` or `2d`, in milliseconds. */
export const duration = z.string().transform((text, context) => {
  const [, count = '', unit = ''] = /^(\d{1,6})(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (UNITS[unit as keyof typeof UNITS] ?? 0);
  if (milliseconds > 0) return milliseconds;
  context.addIssue({ code: 'custom', message: 'a time such as 30s, 5m, 1h or 2d' });
  return z.NEVER;
});
