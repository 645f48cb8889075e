import express, { type RequestHandler } from 'express';

const MB = 1_048_576;
/** A long article is 100 kB; this leaves room for one with its markup. */
const MAX_ARTICLE = 4 * MB;
/** Anybody may ask about a text, and preparing one holds the event loop for about 0.15 s per megabyte. Bytes. */
export const MAX_DRAFT = MB;
/** 200 texts of 40 kB each. */
const MAX_BATCH = 8 * MB;

/** Every body is read as JSON, whatever its header says: `curl -d` claims to send a form. */
const json = (limit: number): RequestHandler => express.json({ limit, type: () => true });

export const articleJson = json(MAX_ARTICLE);
export const draftJson = json(MAX_DRAFT);
export const batchJson = json(MAX_BATCH);
/** Fifty links and their ids. */
export const eventsJson = json(64 * 1024);
/** A note of a thousand characters, and ids. */
export const deskJson = json(64 * 1024);
