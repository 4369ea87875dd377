/// One request from start to end: [Exchange] is fed events and returns the next [Action]. It plans, calls, classifies
/// failures, retries, falls back to other candidates, commits, translates, and ends truthfully; it does no I/O itself.
/// [RoutePreview] shows what an exchange would do. Which endpoint a request is for, and whether it may use the gateway,
/// is decided in `admission`.
///
/// *Invariant:* the same events with the same times give the same actions; after the first byte of content to the
/// client there is exactly one end.
package llmrouter.gateway;
