/// What is changed in what a provider sends before a client gets it in the same format: its secrets are removed, and
/// the model has the name that the client asked for.
///
/// *Invariant:* nothing else of what a provider sends is changed.
package llmrouter.gateway.passing;
