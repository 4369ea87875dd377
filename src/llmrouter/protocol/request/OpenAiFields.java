package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.OpenAiExtras;
import llmrouter.json.Json;

/// The fields that both OpenAI formats have, and no other: they are carried between the two as they are, some at
/// another place.
public final class OpenAiFields {
    /// The value of `include` by which a Responses request asks for the probabilities of tokens.
    public static final String LOGPROBS = "message.output_text.logprobs";

    private OpenAiFields() {}

    /// Reads the fields of a Chat Completions request.
    public static OpenAiExtras readChat(RequestFields top) {
        return read(top, top.text("verbosity"), Boolean.TRUE.equals(top.flag("logprobs")));
    }

    /// Reads the fields of a Responses request.
    ///
    /// @param text     its member `text`, or null
    /// @param logprobs whether its `include` asks for the probabilities of tokens
    public static OpenAiExtras readResponses(RequestFields top, RequestFields text, boolean logprobs) {
        return read(top, text == null ? null : text.text("verbosity"), logprobs);
    }

    private static OpenAiExtras read(RequestFields top, String verbosity, boolean logprobs) {
        String identifier = top.text("safety_identifier");
        String user = top.text("user");
        return new OpenAiExtras(unless("medium", verbosity), unless("auto", top.text("service_tier")),
            said(top.plain("metadata")), logprobs, top.number("top_logprobs"), said(top.plain("prompt_cache_options")),
            said(top.plain("moderation")), identifier, identifier == null ? null : user);
    }

    /// The vendor's default says nothing, and a server of another vendor may not know the field.
    private static String unless(String usual, String value) {
        return usual.equals(value) ? null : value;
    }

    private static Json.Obj said(Json.Obj value) {
        return value == null || value.members().isEmpty() ? null : value;
    }

    /// The id of the end user, for a format with one field for it.
    public static String user(RequestFields top) {
        String identifier = top.text("safety_identifier");
        return identifier == null ? top.text("user") : identifier;
    }

    /// Writes the fields that stand at the top level of both formats.
    ///
    /// @param cacheOptions the members of `prompt_cache_options` that the format has
    public static void write(RequestDraft draft, List<String> cacheOptions) {
        OpenAiExtras extras = draft.conversation().extras();
        if (extras.serviceTier() != null) draft.put("service_tier", "service_tier", Json.of(extras.serviceTier()));
        draft.put("metadata", "metadata", extras.metadata());
        draft.put("top_logprobs", "top_logprobs", extras.topLogprobs());
        draft.put("moderation", "moderation", extras.moderation());
        if (extras.cacheOptions() != null) {
            draft.put("prompt_cache_options", "cache_options", only(cacheOptions, extras.cacheOptions(),
                draft.losses()));
        }
    }

    private static Json.Obj only(List<String> names, Json.Obj options, Losses losses) {
        Json.Obj kept = Json.object();
        for (var member : options.members().entrySet()) {
            if (names.contains(member.getKey())) kept.put(member.getKey(), member.getValue());
            else losses.dropped("prompt_cache_options." + member.getKey());
        }
        return kept.members().isEmpty() ? null : kept;
    }

    /// For a format without these fields. The client's labels are no loss, and neither are the vendor's defaults.
    public static void drop(OpenAiExtras extras, Losses losses) {
        if (extras.verbosity() != null) losses.dropped("verbosity");
        if (extras.serviceTier() != null && !extras.serviceTier().equals("default")) losses.dropped("service_tier");
        if (extras.metadata() != null) losses.unused("metadata");
        if (extras.logprobs()) losses.dropped("logprobs");
        if (extras.topLogprobs() != null && extras.topLogprobs().asLong(1) != 0) losses.dropped("top_logprobs");
        if (extras.cacheOptions() != null) {
            if (onlyMarks(extras.cacheOptions())) losses.unused("prompt_cache_options");
            else losses.dropped("cache_options");
        }
        if (extras.moderation() != null) losses.dropped("moderation");
        if (extras.user() != null) losses.unused("user");
    }

    /// Whether the options only say that marks are explicit, and how long they hold: the marks say this themselves.
    private static boolean onlyMarks(Json.Obj options) {
        for (String name : options.members().keySet()) {
            if (!name.equals("mode") && !name.equals("ttl")) return false;
        }
        return !"implicit".equals(options.text("mode"));
    }

    /// What a Responses request asks to be included.
    ///
    /// @param reasoning whether it asks for encrypted reasoning
    /// @return null if it asks for nothing
    public static Json include(OpenAiExtras extras, boolean reasoning) {
        var wishes = new ArrayList<String>(2);
        if (reasoning) wishes.add("reasoning.encrypted_content");
        if (extras.logprobs()) wishes.add(LOGPROBS);
        return wishes.isEmpty() ? null : Json.strings(wishes);
    }
}
