/// The providers that are known: where each has its endpoints, how it expects the key, and what is particular about
/// it. [llmrouter.providers.ProviderTable] is the one table; `docs/providers.md` is made from it. The rule for every
/// other base URL is in [llmrouter.providers.UnknownBase].
///
/// *Invariant:* every address that the program asks of a provider, shows or names in a message is made here.
package llmrouter.providers;
