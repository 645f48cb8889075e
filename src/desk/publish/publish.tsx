import { EmptyState } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';

export function Publish() {
  useTitle('Publish');
  return (
    <div class="page">
      <h1>Publish</h1>
      <EmptyState title="Not here yet" />
    </div>
  );
}
