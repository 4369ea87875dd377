/// The front door of the gateway. [FrontDoor] decides about an [Arrival] before its body is read: whether to refuse it,
/// to answer it at once, or to serve it. [Endpoint] is what the client asks for; [FormatDetector] finds its format.
///
/// *Invariant:* a decision depends on the request, the configuration and the given moment only, never on an earlier
/// request; it is the same on the JVM and on the Worker.
package llmrouter.admission;
