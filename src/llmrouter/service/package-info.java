/// Running gateways as processes of one user on one machine: the list of them (the instances file), how another process
/// of the same user calls them and ends them, signals, and the jar that a gateway runs from.
///
/// *Invariant:* no process is told anything, believed or signalled unless it is shown to be the right gateway: by a
/// proof ([llmrouter.proof.MutualProof]), by its certificate, or for a signal, by its process id together with the time
/// at which the process began.
package llmrouter.service;
