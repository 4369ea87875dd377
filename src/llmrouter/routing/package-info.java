/// From a model name to candidates in order, and from a failure to what to do about it. Pure decisions: whoever asks
/// acts.
///
/// *Invariant:* the same configuration, name and random seed give the same plan.
package llmrouter.routing;
