import { useState } from 'preact/hooks';
import type { Wanted } from '../../engine/editing.js';
import type { DeskArticleAnswer } from '../../http/desk/answers.js';
import { Dialog } from '../ui/dialog.js';
import { SelectField, TextField } from '../ui/field.js';
import { ArticleSearch } from './article-search.js';
import type { ModeName } from './asked.js';

/** Pins any article of the archive: whatever is chosen is pinned at once. */
export function AddLink({
  answer,
  mode,
  limit,
  onDecide,
  onClose,
}: {
  readonly answer: DeskArticleAnswer;
  readonly mode: ModeName;
  readonly limit: number;
  onDecide(wanted: Wanted): void;
  onClose(): void;
}) {
  const { related } = answer.list;
  const last = Math.max(1, Math.min(limit, related.length + 1));
  const [place, setPlace] = useState('1');
  const [note, setNote] = useState('');
  const places = Array.from({ length: last }, (_, i) => ({ value: String(i + 1), label: String(i + 1) }));
  return (
    <Dialog title="Add a link" class="add-link" onClose={onClose}>
      <div class="add-parts">
        <SelectField label="At place" value={place} options={places} onChange={setPlace} />
        <TextField label="Why (may stay empty)" value={note} onInput={setNote} />
      </div>
      <ArticleSearch
        label="Find the article to pin"
        autofocus
        onChoose={({ id }) => {
          const at = related.findIndex((item) => item.id === id);
          onClose();
          onDecide({
            action: 'pin',
            article: answer.article.id,
            link: id,
            mode,
            position: Number(place),
            from: at === -1 ? null : at + 1,
            expiresAt: null,
            note: note.trim() === '' ? null : note.trim(),
          });
        }}
      />
      <p class="meta">Enter pins it at that place. Its score stays what it is.</p>
    </Dialog>
  );
}
