/**
 * A self-contained HTML page about plays (simulations) of the same demand. It makes no requests.
 *
 *     const recorder = new PageRecorder(scenario, { min });        // min as for `optimumOf`
 *     const sink = recorder.play('policy');                     // one per play, in order; the first is the main one
 *     for (const tick of run(play)) sink.step(tick);            // and sink.decided(decision) for decisions
 *     file.write(pageOf({ title, about, rows, hours }, recorder.data()));
 *
 * The chart shows plays with decisions, such as those of policies, from the start. The reader can switch on the others.
 * All plays must have the same steps; the first also supplies the demand. `rows` are the rows of the table, made by `rowOf`,
 * in the same order as the plays.
 */
export type { PageData } from './data.ts';
export { type PageText, pageOf, pastPageOf } from './page.ts';
export { PageRecorder } from './record/recorder.ts';
export { rightsizePageOf } from './rightsize-page.ts';
export { BUILT_PAGE, pageNotices, pageScript } from './script.ts';
