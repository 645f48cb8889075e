import type { JudgingCounts, PairToJudge } from '../../engine/judging.js';
import { desk } from '../api/desk.js';
import { isAborted, messageOf } from '../api/problem.js';
import { createStore, type Store } from '../api/store.js';

export type Grade = 0 | 1 | 2 | 3;

/** What was done with a pair; `grade` `null`: it was skipped. */
export interface Judged {
  readonly pair: PairToJudge;
  readonly grade: Grade | null;
}

/** What the screen shows. */
export interface RoundState {
  /** The one to be judged; `null` while it is looked for, and where none is left. */
  readonly pair: PairToJudge | null;
  readonly isOver: boolean;
  /** Of everybody; `null` until they are known. */
  readonly counts: JudgingCounts | null;
  /** What was done in this round, the latest last. */
  readonly done: readonly Judged[];
  readonly problem: string | null;
}

/** The pair on the screen, and one that is ready when it is done. */
const AHEAD = 2;
/** Pairs that a question may name to be avoided. */
const MOST_AVOIDED = 200;
/** Those judged last may not have reached the server when the next is asked for. */
const ON_THE_WAY = 10;

/**
 * One person judging one pair after another. The next pair is there before it is needed; what is judged shows at
 * once, and comes back with the server's words where the server does not take it.
 */
export class Round {
  readonly state: Store<RoundState> = createStore<RoundState>({
    pair: null,
    isOver: false,
    counts: null,
    done: [],
    problem: null,
  });
  private queue: readonly PairToJudge[] = [];
  private isAsking = false;
  private readonly ended = new AbortController();

  /** `seed`: another one begins with another pair. */
  constructor(private seed: number) {}

  begin(): void {
    void this.fill();
  }

  end(): void {
    this.ended.abort();
  }

  grade(grade: Grade): void {
    const pair = this.finish(grade);
    if (pair === null) return;
    desk.judge(pair.query.id, pair.document.id, grade).then(
      (counts) => this.show({ counts }),
      (error: unknown) => {
        const { done } = this.state.get();
        this.queue = [pair, ...this.queue];
        this.show({ done: done.filter((one) => one.pair !== pair), problem: messageOf(error) });
      },
    );
  }

  skip(): void {
    this.finish(null);
  }

  /** The last pair is to be judged anew. */
  takeBack(): void {
    const { done } = this.state.get();
    const last = done.at(-1);
    if (last === undefined) return;
    this.queue = [last.pair, ...this.queue];
    this.show({ done: done.slice(0, -1), isOver: false, problem: null });
    if (last.grade === null) return;
    desk.judge(last.pair.query.id, last.pair.document.id, null).then(
      (counts) => this.show({ counts }),
      (error: unknown) => this.show({ problem: messageOf(error) }),
    );
  }

  /** What was skipped may come again. */
  again(): void {
    const done = this.state.get().done.filter(({ grade }) => grade !== null);
    this.show({ done, isOver: false, problem: null });
    void this.fill();
  }

  private finish(grade: Grade | null): PairToJudge | null {
    const [pair, ...others] = this.queue;
    if (pair === undefined) return null;
    this.queue = others;
    this.show({ done: [...this.state.get().done, { pair, grade }], problem: null });
    void this.fill();
    return pair;
  }

  private async fill(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.queue.length < AHEAD) {
        const avoided = this.avoided();
        this.seed += 1;
        const { pair, counts } = await desk.nextPair(this.seed, avoided, this.ended.signal);
        // What is on its way is not counted yet; the answer to it is.
        if (this.state.get().counts === null) this.show({ counts });
        if (pair === null) {
          if (this.queue.length === 0) this.show({ isOver: true });
          break;
        }
        // Begun meanwhile, by a pair that was taken back.
        if (
          !this.avoided().some(
            ([query, document]) => query === pair.query.id && document === pair.document.id,
          )
        )
          this.queue = [...this.queue, pair];
        this.show({});
      }
    } catch (error) {
      if (!isAborted(error)) this.show({ problem: messageOf(error) });
    } finally {
      this.isAsking = false;
    }
  }

  private avoided(): (readonly [query: string, document: string])[] {
    const { done } = this.state.get();
    const skipped = done.filter(({ grade }, i) => grade === null || i >= done.length - ON_THE_WAY);
    return [...this.queue, ...skipped.toReversed().map(({ pair }) => pair)]
      .slice(0, MOST_AVOIDED)
      .map(({ query, document }) => [query.id, document.id] as const);
  }

  private show(parts: Partial<RoundState>): void {
    this.state.set({ ...this.state.get(), ...parts, pair: this.queue[0] ?? null });
  }
}
