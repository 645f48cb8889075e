import { useTitle } from '../ui/title.js';

export function Log() {
  useTitle('Log');
  return (
    <div class="page">
      <h1>Log</h1>
    </div>
  );
}
