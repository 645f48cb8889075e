import { useTitle } from '../ui/title.js';

export function Look() {
  useTitle('Look');
  return (
    <div class="page">
      <h1>Look</h1>
    </div>
  );
}
