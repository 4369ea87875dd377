/// What a coding agent reads before it sets up and operates a gateway: `ai-help`, the guide with the present state and
/// live gates; `explain`, the error catalogue; `config schema`, the JSON Schema of the configuration.
///
/// *Invariant:* no file is changed, no key is shown, and no provider is called unless a flag asks for it.
package llmrouter.cli.agent;
