import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { AUTHORISED, ask } from './site.js';
import { BANKS, smallSite } from './small-site.js';

const deploy = (name: string) => readFile(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
const guide = await deploy('monitoring.md');

/** As Prometheus reads them. */
const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z
        .array(
          z.strictObject({
            alert: z.string().regex(/^Seealso[A-Z]\w+$/),
            expr: z.string().min(1),
            for: z
              .string()
              .regex(/^\d+[smhd]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({
              summary: z.string().min(1),
              description: z.string().min(1),
              runbook_url: z.string(),
            }),
          }),
        )
        .min(1),
    }),
  ),
});
const rules = Rules.parse(parse(await deploy('alerts.yml'))).groups.flatMap((group) => group.rules);

/** Names that the server's own answer has, with those of a histogram's parts. */
const told = new Set<string>();
let own: readonly string[] = [];

beforeAll(async () => {
  const url = await (await smallSite(BANKS)).serve();
  const { text } = await ask(`${url}/metrics`, { headers: AUTHORISED });
  const metrics = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type]) => ({ name, type }));
  own = metrics.map(({ name }) => name).filter((name) => name.startsWith('seealso_'));
  for (const { name, type } of metrics) {
    const parts = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    for (const part of parts) told.add(name + part);
  }
});

/** Names of metrics in an expression: what is no function, keyword, label or text. */
function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(?:by|without) \([^)]*\)/g, '');
  return (bare.match(/\b[a-z]\w*\b(?!\s*\()/g) ?? []).filter(
    (word) => !/^(?:and|or|unless|offset|by|bool)$/.test(word),
  );
}

describe('the alert rules', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for what is told', (_name, { expr }) => {
    const asked = metricsIn(expr);
    expect(asked).not.toEqual([]);
    // Prometheus itself tells `up`.
    expect(asked.filter((name) => name !== 'up' && !told.has(name))).toEqual([]);
    expect(expr.match(/[([{]/g)?.length ?? 0).toBe(expr.match(/[)\]}]/g)?.length ?? 0);
  });

  it('each have a name of their own, and a place that says what to do', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook_url).toBe(`monitoring.md#${alert.toLowerCase()}`);
      expect(guide).toMatch(new RegExp(`^### ${alert}\n\\S.{40,}`, 'm'));
    }
    const places = [...guide.matchAll(/^### (Seealso\w+)$/gm)].map(([, name]) => name);
    expect(places.sort()).toEqual(names.sort());
  });
});

it('the guide to monitoring has every metric of the server, and no other', () => {
  const named = [...guide.matchAll(/^\| `(seealso_\w+)` \|/gm)].map(([, name]) => name);
  expect(own.length).toBeGreaterThan(20);
  expect(named.sort()).toEqual([...own].sort());
});
