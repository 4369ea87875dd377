/// The life of gateways as processes of one user on one machine: who runs (the instances file), how another process
/// of the same user talks to them and ends them, signals, and the jar they came from. What a gateway does while it
/// lives is for `llmrouter.server`.
///
/// *Invariant:* no process is asked or signalled unless it has been shown to be the gateway that is meant: by its
/// nonce, or by its process id together with the moment the process began.
package llmrouter.service;
