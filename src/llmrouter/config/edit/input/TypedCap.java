package llmrouter.config.edit.input;

import llmrouter.json.Json.Obj;

/// A cap as a user entered it: a new one, or a change of one.
///
/// @param id      or null for a new cap that takes its id from its name
/// @param members what to set, by the names `name models requests tokens concurrency window metadata`; a JSON null
///                takes a member out, and an absent member stays
public record TypedCap(String id, Obj members) {}
