/// One request's way from start to end: [Exchange] is fed events and returns the next [Action]; it plans, calls, classifies, retries, falls
/// back, commits, translates and ends truthfully, and touches nothing itself. Beside it stand the answers that need no provider:
/// the list of models, paths, the token estimate.
///
/// *Invariant:* the same events with the same times give the same actions; after the first meaningful byte to the client there is exactly one end.
package llmrouter.gateway;
