/// Puts the program into the user's own folders, so that it starts with one word, and takes it out again: a launcher in
/// `bin`, and the jar or the run-time image in `share/llm-router`. The launcher is a script of this package, which the
/// build also puts beside the jar and into the image.
///
/// *Invariant:* a file is replaced or removed only if an earlier installation wrote it, as the record in
/// `share/llm-router/installed.json` says; every file is replaced in one step.
package llmrouter.install;
