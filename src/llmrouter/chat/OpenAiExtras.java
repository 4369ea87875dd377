package llmrouter.chat;

import llmrouter.json.Json;

/// Wishes of a request that both OpenAI formats have a field for, and no other format. Null means "not said".
///
/// @param verbosity        how much the model is to write: `low`, `medium`, `high`
/// @param serviceTier      how fast the vendor is to work, and at which price
/// @param metadata         the client's labels, for the vendor's records
/// @param logprobs         whether the answer is to give the probability of each of its tokens
/// @param topLogprobs      how many likely tokens the answer is to give at each place
/// @param cacheOptions     how the vendor is to cache the prompt
/// @param moderation       which model is to judge the request and the answer
/// @param safetyIdentifier the client's id of its end user, for the vendor's checks against abuse
/// @param user             the older id of the end user, if the request has both
public record OpenAiExtras(String verbosity, String serviceTier, Json.Obj metadata, boolean logprobs,
        Json.Num topLogprobs, Json.Obj cacheOptions, Json.Obj moderation, String safetyIdentifier, String user) {
    public static final OpenAiExtras NONE = new OpenAiExtras(null, null, null, false, null, null, null, null, null);
}
