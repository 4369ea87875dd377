/// The commands of the hosted gateway: `deploy`, `worker-key`, `rollback`. They read flags, the environment and the
/// configuration, let `deploy` do the work, and tell what came of it. Questions to a person are in `cli/menu/hosting`.
///
/// *Invariant:* no server is asked before everything that can be checked on this machine has been checked; a token and
/// a key are printed nowhere, but a new key once.
package llmrouter.cli.hosting;
