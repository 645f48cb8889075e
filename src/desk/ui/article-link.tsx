import { lookAt } from '../shell/route.js';

/** The title of an article, which opens it in Look. */
export function ArticleLink({ id, title }: { readonly id: string; readonly title: string }) {
  return (
    <a class="article-link" href={lookAt(id)} dir="auto">
      {title}
    </a>
  );
}
