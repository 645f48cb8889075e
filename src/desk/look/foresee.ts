import type { Wanted } from '../../engine/editing.js';
import type { DeskArticleAnswer } from '../../http/desk/answers.js';

/** What the list will most likely be, shown until the server has answered. */
export function foresee(answer: DeskArticleAnswer, wanted: Wanted): DeskArticleAnswer {
  const { list, next } = answer;
  const show = (related: typeof list.related, rest: typeof next = next): DeskArticleAnswer => ({
    ...answer,
    list: { ...list, related },
    next: rest,
  });
  switch (wanted.action) {
    case 'pin': {
      const item = [...list.related, ...next].find(({ id }) => id === wanted.link);
      if (item === undefined) return answer;
      const others = list.related.filter(({ id }) => id !== wanted.link);
      const related = others.toSpliced(wanted.position - 1, 0, { ...item, pinned: true });
      const length = Math.max(list.related.length, 1);
      return show(
        related.slice(0, length),
        [...related.slice(length), ...next].filter(({ id }) => id !== wanted.link),
      );
    }
    case 'unpin':
      return show(list.related.map((item) => (item.id === wanted.link ? { ...item, pinned: false } : item)));
    case 'block':
    case 'never_recommend': {
      const related = list.related.filter(({ id }) => id !== wanted.link);
      const rest = next.filter(({ id }) => id !== wanted.link);
      const free = list.related.length - related.length;
      return show([...related, ...rest.slice(0, free)], rest.slice(free));
    }
    default:
      return answer;
  }
}
