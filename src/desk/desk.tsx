import { render } from 'preact';

const root = document.getElementById('desk');
if (root !== null) render(<main>seealso</main>, root);
