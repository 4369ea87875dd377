/// Which candidate gets an attempt: from a model name to candidates, from their health and caps to one of them, from a
/// failure to its consequences. Pure decisions; [llmrouter.gateway] and [llmrouter.state] carry them out.
///
/// *Invariant:* the same configuration, name, state and time give the same pick.
package llmrouter.routing;
