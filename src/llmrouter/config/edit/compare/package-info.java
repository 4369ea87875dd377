/// What differs between two texts of a configuration, for people and programs: by the parts of the configuration
/// ([llmrouter.config.edit.compare.ConfigComparison]), and line by line ([llmrouter.config.edit.compare.LineDiff]).
///
/// *Invariant:* nothing that is shown holds a key, a part of a key that could be used, or the value of a header.
package llmrouter.config.edit.compare;
