/** The one place that names concrete adapters: SQLite, hnswlib, the transformers library in a thread. */

export { type Audit, openAudit } from './compose/audit.js';
export { type BackupResult, backUp } from './compose/backup/backup.js';
export { type RestoreResult, restore } from './compose/backup/restore.js';
export { verifyBackup } from './compose/backup/verify.js';
export { type BuildsRequest, openBuilds } from './compose/builds.js';
export { openCalibration } from './compose/calibration.js';
export { type EvaluationRequest, openEvaluation } from './compose/evaluation.js';
export { openFetcher, type WebReading } from './compose/fetcher.js';
export { type GatedResult, indexGated } from './compose/gated-index.js';
export { type IndexRequest, index } from './compose/index-run.js';
export { type JudgedArchive, openJudgedArchive } from './compose/judgments.js';
export { type KeyRing, openKeys } from './compose/keys.js';
export { logged } from './compose/log.js';
export { discard, publish, refusal } from './compose/publishing.js';
export { rollback } from './compose/rollback.js';
export { type EngineRequest, openEngine } from './compose/serving.js';
export type { BuildObserver, BuildProgress } from './compose/staging.js';
export { followSources, type WatchRequest, type WatchSource } from './compose/watching.js';
export { openSource } from './sources/open-source.js';
