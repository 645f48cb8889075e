import { desk } from '../api/desk.js';
import { counted } from '../ui/numbers.js';

/** What becomes of the judgments: a file, and what measures with it. */
export function TakeAway({ judgments }: { readonly judgments: number }) {
  return (
    <details class="judge-use">
      <summary>What the judgments are for</summary>
      <p>
        They tell how good the lists are, and whether a change makes them better. On the server, in the folder
        of the index:
      </p>
      <pre>
        <code>
          {'seealso judgments --from-desk --out judged\n' +
            'seealso eval --articles judged/articles.jsonl --qrels judged/qrels.txt'}
        </code>
      </pre>
      <p>
        Add <code>{'--index-dir <folder>'}</code> to the first where the index is not in{' '}
        <code>data/index</code>. Fewer than about 50 articles judged say little.
      </p>
      {judgments === 0 ? null : (
        <p>
          <a href={desk.qrelsPath} download="qrels.txt">
            Download qrels.txt
          </a>{' '}
          ({counted(judgments, 'judgment')}, TREC format)
        </p>
      )}
    </details>
  );
}
