import type { Reading, Source, SourceRow } from '../../../src/sources/source.js';

/** Reads sources again and again, and remembers between the readings what the catalogue would. */
export interface Reader {
  /** Rows other than mere notes; stops after so many of them, as a kill would, and keeps nothing of the last. */
  read(
    source: Source,
    options?: { readonly whole?: boolean; readonly killedAfter?: number },
  ): Promise<SourceRow[]>;
  readonly notes: Map<string, string>;
  readonly held: Set<string>;
  /** Since the last look. */
  warnings(): string[];
}

export function reader(): Reader {
  const notes = new Map<string, string>();
  const held = new Set<string>();
  let warnings: string[] = [];
  const keep = (row: SourceRow) => {
    for (const { name, value } of row.notes ?? []) {
      if (value === null) notes.delete(name);
      else notes.set(name, value);
    }
    if ('record' in row) held.add((row.record as { id: string }).id);
    if ('gone' in row) held.delete(row.gone);
  };
  return {
    notes,
    held,
    warnings() {
      const told = warnings;
      warnings = [];
      return told;
    },
    async read(source, { whole = false, killedAfter = Number.POSITIVE_INFINITY } = {}) {
      const reading: Reading = {
        recall: (name) => notes.get(name) ?? null,
        holds: (id) => held.has(id),
        whole,
        signal: new AbortController().signal,
        warn: (message) => warnings.push(message),
      };
      const rows: SourceRow[] = [];
      for await (const row of source.rows(reading)) {
        if (rows.length === killedAfter) break;
        keep(row);
        if (said(row) !== 'notes') rows.push(row);
      }
      return rows;
    },
  };
}

/** What a row says, in short: `a`, `= a` (unchanged), `- a` (gone), `! received` (unreadable), `notes`. */
export function said(row: SourceRow): string {
  if ('record' in row) return String((row.record as { id: unknown }).id);
  if ('unchanged' in row) return `= ${row.unchanged}`;
  if ('gone' in row) return `- ${row.gone}`;
  if ('unreadable' in row) return `! ${row.unreadable.received}`;
  return 'notes';
}

/** The record of a row. */
export function recordOf(row: SourceRow | undefined): Record<string, unknown> {
  if (row === undefined || !('record' in row))
    throw new Error(`Expected a record, received ${JSON.stringify(row)}`);
  return row.record as Record<string, unknown>;
}
