import { EmptyState } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';

export function Judge() {
  useTitle('Judge');
  return (
    <div class="page">
      <h1>Judge</h1>
      <EmptyState title="Not here yet" />
    </div>
  );
}
