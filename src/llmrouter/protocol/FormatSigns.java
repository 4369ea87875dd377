package llmrouter.protocol;

import llmrouter.http.HeaderMap;
import llmrouter.json.Json;

/// What tells a format from the others where nothing names it: on a path that several formats share, or in a text that
/// a person pastes. A sign is something that the format has and the others do not.
public interface FormatSigns {
    /// Whether a request's header fields have one. It counts before all others.
    default boolean inHeaders(HeaderMap headers) {
        return false;
    }

    /// Whether a request's top level has one. It counts before those further inside.
    default boolean inRequest(Json.Obj request) {
        return false;
    }

    /// Whether an item of a request's `tools` has one.
    default boolean inTool(Json.Obj tool) {
        return false;
    }

    /// Whether a request's `tool_choice` is one.
    default boolean inToolChoice(Json choice) {
        return false;
    }

    /// Whether an item of a request's `messages` has one.
    default boolean inMessage(Json.Obj message) {
        return false;
    }

    /// Whether a part of a message's `content` is one, by its `type`.
    default boolean inPart(String type) {
        return false;
    }

    /// Whether a request without a sign at its top level can be in this format.
    boolean mayBe(Json.Obj request);

    /// Whether a request that may be in this format has what nearly all such requests have. A text without it that a
    /// person pastes is taken for [llmrouter.config.Format#DEFAULT].
    default boolean isUsual(Json.Obj request) {
        return true;
    }

    /// Whether a whole answer has one.
    boolean inAnswer(Json.Obj answer);

    /// Whether an error body is as the format writes it.
    boolean inError(Json.Obj body);

    /// Whether the text of an event stream has one.
    boolean inStream(String text);
}
