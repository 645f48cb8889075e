import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { FoundArticle } from '../../http/desk/answers.js';
import { desk } from '../api/desk.js';
import { isAborted, messageOf } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { Key } from '../ui/pieces.js';
import { FoundFacts } from './facts.js';

/** Between the last key and the question. */
const PAUSE_MS = 120;
const FOUND = 12;

/**
 * Finds an article as one types: a combobox whose list is walked with the arrow keys. Before anything is typed it shows
 * the most recent ones.
 */
export function ArticleSearch({
  label,
  hotkey,
  autofocus = false,
  onChoose,
}: {
  readonly label: string;
  /** Shown in the field: the key that leads there. */
  readonly hotkey?: string;
  /** Of a dialog: where the focus goes. */
  readonly autofocus?: boolean;
  onChoose(article: FoundArticle): void;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { answer, problem } = useFound(text, isOpen);
  const found = answer?.articles ?? null;
  const isCurrent = answer?.of === text;
  /** Enter was pressed before the answer came. */
  const isAwaited = useRef(false);
  useEffect(() => {
    setActive(text === '' ? -1 : 0);
    const first = found?.[0];
    if (isAwaited.current && isCurrent && first !== undefined) choose(first);
    isAwaited.current = false;
  }, [answer]);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (article: FoundArticle) => {
    setOpen(false);
    setText('');
    onChoose(article);
  };
  const go = (event: KeyboardEvent) => {
    const length = found?.length ?? 0;
    const chosen = found?.[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (!isOpen) setOpen(true);
      else if (length > 0) setActive(active < 0 && step < 0 ? length - 1 : (active + step + length) % length);
    } else if (event.key === 'Enter' && isOpen && !isCurrent) {
      isAwaited.current = true;
    } else if (event.key === 'Enter' && isOpen && chosen !== undefined) {
      choose(chosen);
    } else if (event.key === 'Escape' && (isOpen || text !== '')) {
      if (isOpen) setOpen(false);
      else setText('');
    } else return;
    event.preventDefault();
    // A dialog around it stays open.
    event.stopPropagation();
  };
  const isShown = isOpen && (found !== null || problem !== null);
  return (
    <div class="search">
      <label class="said" for={`${id}-input`}>
        {label}
      </label>
      <Icon name="search" />
      <input
        id={`${id}-input`}
        class="search-input"
        data-search={hotkey}
        data-autofocus={autofocus ? '' : undefined}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? `${id}-${active}` : undefined}
        aria-keyshortcuts={hotkey}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        placeholder={label}
        value={text}
        onInput={(event) => {
          isAwaited.current = false;
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onBlur={({ currentTarget }) => {
          setOpen(false);
          // It still holds the focus of its page when only the window has lost it.
          if (document.activeElement !== currentTarget) setText('');
        }}
        onKeyDown={go}
      />
      {hotkey === undefined || text !== '' ? null : <Key>{hotkey}</Key>}
      <div
        id={`${id}-list`}
        class="search-list"
        role="listbox"
        aria-label={answer?.of === '' ? 'Recent articles' : 'Articles found'}
        hidden={!isShown || found === null || found.length === 0}
        tabIndex={-1}
      >
        {found?.map((article, i) => (
          <div
            key={article.id}
            id={`${id}-${i}`}
            class="search-option"
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            // Before the field loses the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(article)}
            onKeyDown={go}
            onPointerMove={() => setActive(i)}
          >
            <span class="search-title" dir="auto">
              {article.title}
            </span>
            <FoundFacts article={article} typed={text} />
          </div>
        ))}
      </div>
      {isShown && (problem !== null || found?.length === 0) ? (
        <p class="search-list search-none">
          {problem ?? `Nothing is called “${answer?.of}”, nor has that id.`}
        </p>
      ) : null}
      <span class="said" role="status">
        {isShown && found !== null ? `${found.length} found` : ''}
      </span>
    </div>
  );
}

interface Found {
  readonly of: string;
  readonly articles: readonly FoundArticle[];
}

/** What is found for the text; an older answer that comes late is dropped. */
function useFound(text: string, isOpen: boolean) {
  const [answer, setAnswer] = useState<Found | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    const giveUp = new AbortController();
    const ask = async () => {
      try {
        const articles = await desk.search(text.trim(), FOUND, giveUp.signal);
        if (giveUp.signal.aborted) return;
        setAnswer({ of: text, articles });
        setProblem(null);
      } catch (error) {
        if (!giveUp.signal.aborted && !isAborted(error)) setProblem(messageOf(error));
      }
    };
    const timer = setTimeout(() => void ask(), text === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [text, isOpen]);
  return { answer, problem };
}
