/// What people type for a change of a configuration, turned into values: addresses, formats, caps, lists, JSON. What
/// cannot be used ends with an [llmrouter.config.edit.input.RefusedInput] that names the input and the fix.
///
/// *Invariant:* nothing here knows the configuration that is changed.
package llmrouter.config.edit.input;
