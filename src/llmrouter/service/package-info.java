/// Running gateways as processes of one user on one machine: the list of them (the instances file), how another process
/// of the same user calls them and ends them, signals, and the jar that a gateway runs from.
///
/// *Invariant:* no process is called or signalled unless it is shown to be the right gateway: by its nonce, or by its
/// process id together with the time at which the process began.
package llmrouter.service;
