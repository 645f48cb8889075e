import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/button.js';
import { TextArea, TextField } from '../ui/field.js';
import { Notice } from '../ui/pieces.js';
import { Segmented } from '../ui/segmented.js';

/** As long as the server takes. */
const MAX_NOTE = 1000;

const ENDS = [
  { value: 'never', label: 'For good' },
  { value: 'day', label: '1 day' },
  { value: 'week', label: '1 week' },
  { value: 'month', label: '1 month' },
  { value: 'date', label: 'Until…' },
] as const;
type End = (typeof ENDS)[number]['value'];

export interface Noted {
  readonly note: string | null;
  /** Milliseconds since 1970; `null` for good. */
  readonly expiresAt: number | null;
}

/** Why, and where that makes sense until when. Unfolds where the thing itself stands. */
export function NoteForm({
  title,
  submit,
  note: before,
  expiresAt,
  canEnd,
  onSubmit,
  onCancel,
}: {
  readonly title: string;
  readonly submit: string;
  readonly note: string | null;
  /** ISO 8601. */
  readonly expiresAt: string | null;
  readonly canEnd: boolean;
  /** Gives why it could not be done; `null` where it was, and the form goes. */
  onSubmit(noted: Noted): Promise<string | null>;
  onCancel(): void;
}) {
  const [note, setNote] = useState(before ?? '');
  // What led here gets the focus back.
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
  const [end, setEnd] = useState<End>(expiresAt === null ? 'never' : 'date');
  const [date, setDate] = useState(
    dateInput(expiresAt === null ? later('week', Date.now()) : Date.parse(expiresAt)),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const isSending = useRef(false);
  const send = async () => {
    if (isSending.current) return;
    const until = end === 'never' ? null : end === 'date' ? endOf(date) : later(end, Date.now());
    isSending.current = true;
    setProblem(null);
    setProblem(
      await onSubmit({ note: note.trim() === '' ? null : note.trim(), expiresAt: canEnd ? until : null }),
    );
    isSending.current = false;
  };
  return (
    <form
      class="note-form"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        else if (event.key === 'Escape') onCancel();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <TextArea
        label="Why"
        placeholder="A word to your colleagues, kept in the log"
        value={note}
        maxLength={MAX_NOTE}
        autofocus
        onInput={setNote}
      />
      {canEnd ? (
        <div class="ends">
          <Segmented
            legend="How long the pin holds"
            value={end}
            options={ENDS}
            onChange={(next) => setEnd(next)}
          />
          {end === 'date' ? (
            <TextField
              label="Last day"
              type="date"
              required
              min={firstEnd(expiresAt, Date.now())}
              value={date}
              onInput={setDate}
            />
          ) : null}
        </div>
      ) : null}
      {problem === null ? null : <Notice>{problem}</Notice>}
      <div class="note-actions">
        <Button look="main" type="submit">
          {submit}
        </Button>
        <Button look="bare" onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** The same time of day, so much later. */
function later(span: 'day' | 'week' | 'month', now: number): number {
  const at = new Date(now);
  if (span === 'month') at.setMonth(at.getMonth() + 1);
  else at.setDate(at.getDate() + (span === 'day' ? 1 : 7));
  return at.getTime();
}

/** The first day that may be the last: tomorrow, or the one that already is, where it has not passed. */
function firstEnd(expiresAt: string | null, now: number): string {
  const tomorrow = later('day', now);
  const at = expiresAt === null ? tomorrow : Date.parse(expiresAt);
  return dateInput(at > now ? Math.min(at, tomorrow) : tomorrow);
}

/** The last moment of a day of the editor's own calendar. */
function endOf(date: string): number | null {
  const end = new Date(`${date}T23:59:59`).getTime();
  return Number.isNaN(end) ? null : end;
}

function dateInput(at: number): string {
  const day = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
