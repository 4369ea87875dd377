/// The commands that only show something: `route`, `why`, `translate`.
///
/// *Invariant:* nothing is changed and no provider is called.
package llmrouter.cli.inspect;
