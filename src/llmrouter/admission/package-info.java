/// The front door of the gateway: endpoints, the format of a request, the list of models.
///
/// *Invariant:* a request is admitted by what it says and by what is configured, never by an earlier request.
package llmrouter.admission;
