/// The commands that look after the program on this machine: `startup`, `update`, `doctor`, `smoke`.
///
/// *Invariant:* a check changes nothing: `doctor` and `smoke` write neither the configuration nor the state of a
/// gateway, and `--check` and `--dry-run` write nothing at all. Only `doctor --live` may store what it found, and only
/// if it is told to.
package llmrouter.cli.system;
