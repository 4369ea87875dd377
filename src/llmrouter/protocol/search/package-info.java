/// Searches of the web that a provider makes for its model: the tool in a request, the search and its results in an
/// answer, and the pages that a text cites, in the terms of each format.
///
/// *Invariant:* what a provider has encrypted for itself is never sent to another provider.
package llmrouter.protocol.search;
