/// The commands that only look: route, why, translate.
///
/// *Invariant:* nothing is changed and no provider is called.
package llmrouter.cli.inspect;
