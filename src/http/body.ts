import express, { type RequestHandler } from 'express';

/** A long article is 100 kB; this leaves room for one with its markup. */
const MAX_ARTICLE = '4mb';
/** Anybody may ask about a text, and preparing one holds the event loop for about 0.15 s per megabyte. */
const MAX_DRAFT = '1mb';

/** Every body is read as JSON, whatever its header says: `curl -d` claims to send a form. */
const json = (limit: string): RequestHandler => express.json({ limit, type: () => true });

export const articleJson = json(MAX_ARTICLE);
export const draftJson = json(MAX_DRAFT);
