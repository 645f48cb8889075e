import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { JournalRecord } from './interposer.js';

/**
 * What a loss of power leaves of what was not synchronised:
 * - `nothing`: neither data nor names, the least that POSIX allows;
 * - `names`: names and sizes and no data, as a file system does that keeps a journal of those only;
 * - `some`: each write and each change of a name by itself, or not, as chance has it;
 * - `all`: everything, as after the end of the processes alone.
 */
export const LEFT = ['nothing', 'names', 'some', 'all'] as const;
export type Left = (typeof LEFT)[number];

interface File {
  readonly kind: 'file';
  /** As it is on the disk for certain. */
  synced: Buffer;
  pending: Change[];
}

type Names = Map<string, Node>;

interface Folder {
  readonly kind: 'folder';
  /** As programs see it. */
  readonly seen: Names;
  /** As it is on the disk for certain. */
  readonly synced: Names;
}

type Node = File | Folder;
type Change = { readonly offset: number; readonly data: Buffer } | { readonly size: number };

/** A change of names, whole or not at all. */
interface NameChange {
  readonly folders: readonly Folder[];
  readonly apply: (names: (of: Folder) => Names) => void;
}

/** A disk in memory, to which a journal is applied: what was written, and what of it outlasts a loss of power. */
export class Disk {
  readonly #top = emptyFolder();
  readonly #inodes = new Map<bigint, Node>();
  #pending: NameChange[] = [];

  /** `root` is there from the beginning, and lasts. */
  constructor(private readonly root: string) {}

  apply({ kind, inode, offset, one, two }: JournalRecord): void {
    const node = this.#inodes.get(inode);
    if (kind === 'M') this.#make(one.toString(), emptyFolder());
    else if (kind === 'O' || kind === 'T') this.#open(one.toString(), inode, kind === 'T');
    else if (kind === 'D') this.#inodes.set(inode, this.#find(one.toString()));
    else if (kind === 'R') this.#rename(one.toString(), two.toString());
    else if (kind === 'U') this.#remove(one.toString());
    else if (kind === 'F' && node !== undefined) this.#sync(node);
    else if (node?.kind === 'file') {
      // Copied: the journal's bytes would be held otherwise.
      if (kind === 'W') node.pending.push({ offset, data: Buffer.from(one) });
      if (kind === 'S') node.pending.push({ size: offset });
    }
  }

  /** Writes what a loss of power now would leave into an empty folder. */
  writeTo(folder: string, left: Left, random: () => number): void {
    const names = new Map<Folder, Names>();
    const of = (one: Folder): Names => {
      const known = names.get(one) ?? new Map(one.synced);
      names.set(one, known);
      return known;
    };
    for (const change of this.#pending) {
      if (left === 'all' || left === 'names' || (left === 'some' && random() < 0.5)) change.apply(of);
    }
    const write = (one: Folder, path: string): void => {
      mkdirSync(path, { recursive: true });
      for (const [name, node] of of(one)) {
        if (node.kind === 'folder') write(node, join(path, name));
        else {
          const kept = node.pending.filter(
            (change) =>
              left === 'all' || (left === 'names' && 'size' in change) || (left === 'some' && random() < 0.5),
          );
          writeFileSync(join(path, name), changed(node.synced, kept));
        }
      }
    };
    write(this.#top, folder);
  }

  #open(path: string, inode: bigint, isEmptied: boolean): void {
    const { parent, name } = this.#place(path);
    let node = parent.seen.get(name);
    if (node === undefined) {
      node = { kind: 'file', synced: Buffer.alloc(0), pending: [] };
      this.#make(path, node);
    }
    if (isEmptied && node.kind === 'file') node.pending.push({ size: 0 });
    this.#inodes.set(inode, node);
  }

  #make(path: string, node: Node): void {
    const { parent, name } = this.#place(path);
    this.#change([parent], (names) => names(parent).set(name, node));
  }

  #remove(path: string): void {
    const { parent, name } = this.#place(path);
    this.#change([parent], (names) => names(parent).delete(name));
  }

  #rename(from: string, to: string): void {
    const [before, after] = [this.#place(from), this.#place(to)];
    const node = this.#find(from);
    this.#change([before.parent, after.parent], (names) => {
      names(before.parent).delete(before.name);
      names(after.parent).set(after.name, node);
    });
  }

  #change(folders: readonly Folder[], apply: NameChange['apply']): void {
    apply((one) => one.seen);
    this.#pending.push({ folders, apply });
  }

  #sync(node: Node): void {
    if (node.kind === 'file') {
      node.synced = changed(node.synced, node.pending);
      node.pending = [];
      return;
    }
    const isOfIt = ({ folders }: NameChange) => folders.includes(node);
    for (const change of this.#pending.filter(isOfIt)) change.apply((one) => one.synced);
    this.#pending = this.#pending.filter((change) => !isOfIt(change));
  }

  #place(path: string): { readonly parent: Folder; readonly name: string } {
    const parent = this.#find(dirname(path));
    if (parent.kind === 'folder') return { parent, name: basename(path) };
    throw new Error(`${dirname(path)} is a file, expected a folder.`);
  }

  #find(path: string): Node {
    let node: Node = this.#top;
    for (const name of relative(this.root, path).split('/')) {
      if (name === '') continue;
      const next: Node | undefined = node.kind === 'folder' ? node.seen.get(name) : undefined;
      if (next === undefined) throw new Error(`${path} is not in the journal.`);
      node = next;
    }
    return node;
  }
}

function emptyFolder(): Folder {
  return { kind: 'folder', seen: new Map(), synced: new Map() };
}

function changed(content: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return content;
  let size = content.length;
  let room = size;
  for (const change of changes)
    room = Math.max(room, 'size' in change ? change.size : change.offset + change.data.length);
  const bytes = Buffer.alloc(room);
  content.copy(bytes);
  for (const change of changes) {
    if ('size' in change) {
      if (change.size < size) bytes.fill(0, change.size, size);
      size = change.size;
    } else {
      change.data.copy(bytes, change.offset);
      size = Math.max(size, change.offset + change.data.length);
    }
  }
  return bytes.subarray(0, size);
}
