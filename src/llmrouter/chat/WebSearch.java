package llmrouter.chat;

import java.util.List;

import llmrouter.json.Json;

/// The wish that the provider's own search of the web is open to the model. Every vendor runs such a tool, and the
/// client runs nothing.
///
/// @param allowed  only pages of these domains; empty for all
/// @param blocked  no pages of these domains
/// @param maxUses  how often the model may search, or null
/// @param context  how much of the pages the model sees: `low`, `medium`, `high`, or null
/// @param location of the user: `city`, `country`, `region`, `timezone`; null if it is not known
public record WebSearch(List<String> allowed, List<String> blocked, Long maxUses, String context, Json.Obj location) {}
