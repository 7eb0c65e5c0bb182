/**
 * One HTML page about plays of the same demand: everything is in it, and it asks nobody for anything.
 *
 *     const recorder = new PageRecorder(scenario, { min });        // before the plays; min as for `optimumHours`
 *     const sink = recorder.play('policy');                     // one a play, in order; the page is about the first
 *     for (const tick of run(play)) sink.step(tick);            // and sink.decided(decision) where decisions are made
 *     file.write(pageOf({ title, about, rows, hours }, recorder.data()));
 *
 * A play that tells decisions is drawn as the policy is, with its decisions, and is on from the start; one that tells none
 * is a line to be switched on. So two policies are two plays with decisions. All must have the same steps; the first also
 * tells the demand. `rows` are the table's, as `rowOf` makes them, in the same order. Files: `WholeFile` in ../whole-file.ts.
 */
export type { PageData } from './data.ts';
export { type PageText, pageOf } from './page.ts';
export { PageRecorder } from './record/recorder.ts';
export { BUILT_PAGE, pageNotices, pageScript } from './script.ts';
