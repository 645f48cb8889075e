import { EmptyState } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';

export function Health() {
  useTitle('Health');
  return (
    <div class="page">
      <h1>Health</h1>
      <EmptyState title="Not here yet" />
    </div>
  );
}
