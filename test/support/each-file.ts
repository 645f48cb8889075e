import { vi } from 'vitest';

// Before each test file: a process runs many, and none may find our modules as another left them. Libraries and native
// addons stay loaded, which is what sharing a process saves.
vi.resetModules();
