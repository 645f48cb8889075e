import { useState } from 'preact/hooks';
import type { DeskArticleAnswer } from '../../http/desk/answers.js';
import { Button } from '../ui/button.js';
import { Chips } from '../ui/chips.js';
import { CheckField, SelectField, TextField } from '../ui/field.js';
import { Segmented } from '../ui/segmented.js';
import { filtersIn, isAsReadersSee, limitOf, MODES, modeOf, withValue } from './asked.js';

const EITHER = [
  { value: '', label: 'Like all others' },
  { value: 'false', label: 'Left out' },
  { value: 'true', label: 'Nothing else' },
] as const;

/** How the list is asked for. What differs from what readers see is said, with the way back. */
export function Controls({
  asked,
  answer,
  onAsk,
}: {
  readonly asked: URLSearchParams;
  readonly answer: DeskArticleAnswer | null;
  onAsk(asked: URLSearchParams): void;
}) {
  const filters = filtersIn(asked);
  const [isOpen, setOpen] = useState(filters > 0);
  return (
    <div class="controls">
      <div class="controls-row">
        <Segmented
          legend="What the reader wants next"
          value={modeOf(asked)}
          options={MODES}
          onChange={(mode) => onAsk(withValue(asked, 'mode', mode))}
        />
        <Button
          look="bare"
          icon="chevron"
          class="unfold"
          expanded={isOpen}
          controls="filters"
          onPress={() => setOpen(!isOpen)}
        >
          {filters === 0 ? 'Filters' : `Filters (${filters})`}
        </Button>
      </div>
      {isOpen ? <Filters asked={asked} answer={answer} onAsk={onAsk} /> : null}
      {isAsReadersSee(asked) ? null : (
        <p class="only-here">
          <span>Only here: nothing is changed for readers.</span>
          <Button look="bare" icon="undo" onPress={() => onAsk(new URLSearchParams())}>
            As readers see it
          </Button>
        </p>
      )}
    </div>
  );
}

function Filters({
  asked,
  answer,
  onAsk,
}: {
  readonly asked: URLSearchParams;
  readonly answer: DeskArticleAnswer | null;
  onAsk(asked: URLSearchParams): void;
}) {
  const set = (name: string) => (value: string | readonly string[]) => onAsk(withValue(asked, name, value));
  const near = [...(answer?.list.related ?? []), ...(answer?.next ?? [])];
  const sections = distinct([answer?.article.section, ...near.map(({ section }) => section)]);
  return (
    <fieldset class="filters" id="filters">
      <legend class="said">Filters</legend>
      <TextField
        label="Links at most"
        type="number"
        min={1}
        max={50}
        value={String(limitOf(asked))}
        onChange={set('limit')}
      />
      <TextField
        label="Language"
        value={asked.get('language') ?? ''}
        placeholder="as the article"
        suggestions={distinct(['any', answer?.article.language])}
        onChange={set('language')}
      />
      <Chips
        label="Only sections"
        values={asked.getAll('section')}
        suggestions={sections}
        onChange={set('section')}
      />
      <Chips
        label="Only tags"
        values={asked.getAll('tag')}
        suggestions={distinct(answer?.article.tags ?? [])}
        onChange={set('tag')}
      />
      <TextField
        label="Published from"
        type="date"
        value={asked.get('publishedAfter') ?? ''}
        onChange={set('publishedAfter')}
      />
      <TextField
        label="Published until"
        type="date"
        value={asked.get('publishedBefore') ?? ''}
        onChange={set('publishedBefore')}
      />
      <SelectField
        label="Sponsored"
        value={choiceOf(asked.get('sponsored'))}
        options={EITHER}
        onChange={set('sponsored')}
      />
      <SelectField
        label="Behind the paywall"
        value={choiceOf(asked.get('paywalled'))}
        options={EITHER}
        onChange={set('paywalled')}
      />
      <CheckField
        label="Without what the text links to already"
        isOn={asked.get('excludeLinked') === 'true'}
        onChange={(isOn) => set('excludeLinked')(isOn ? 'true' : '')}
      />
    </fieldset>
  );
}

function choiceOf(value: string | null): '' | 'true' | 'false' {
  return value === 'true' || value === 'false' ? value : '';
}

function distinct(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => (typeof value === 'string' ? [value] : [])))];
}
