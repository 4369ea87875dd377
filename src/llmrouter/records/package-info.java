/// What a request, a candidate, a route and a cap is, as JSON: the lines of the request log and the routing part of
/// `GET /status`. Also which keys must not be written in them. The words for people are in `report`.
///
/// *Invariant:* the same on the JVM and on a Worker; no record holds content of a conversation.
package llmrouter.records;
