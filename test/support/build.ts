import { execFileSync } from 'node:child_process';

/** Builds `dist/` once before the tests: worker threads and the command line are tested as they ship. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
