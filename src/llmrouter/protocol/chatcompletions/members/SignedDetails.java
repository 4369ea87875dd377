package llmrouter.protocol.chatcompletions.members;

import llmrouter.chat.Seal;
import llmrouter.json.Json;

/// Writes what another format's thinking needs to go back to its issuer as `reasoning_details`, in which clients of
/// this format keep such data (OpenRouter, "Preserving reasoning"). The vendor's own form has no member for it.
public final class SignedDetails {
    private final Json.Arr items = Json.array();
    private int index;

    /// Adds the details of one block.
    ///
    /// @param text of the thinking, possibly empty
    public void add(String text, Seal seal) {
        if (seal.kind() == Seal.Kind.SIGNATURE || seal.kind() == Seal.Kind.MEMBERS && !text.isEmpty()) {
            items.add(detail("text", seal).put("text", text).put("signature", seal.field()));
        } else {
            if (!text.isEmpty()) items.add(detail("summary", seal).put("summary", text));
            items.add(detail("encrypted", seal).put("data", seal.field()));
        }
        index++;
    }

    /// The details so far, in the order of their blocks.
    public Json.Arr items() {
        return items;
    }

    private Json.Obj detail(String type, Seal seal) {
        String format = switch (seal.kind()) {
            case SIGNATURE, REDACTED -> "anthropic-claude-v1";
            case REASONING -> "openai-responses-v1";
            case MEMBERS, SUMMARY, UNREADABLE -> "unknown";
        };
        return Json.object().put("type", "reasoning." + type).put("id", Json.Null.NULL).put("format", format)
            .put("index", index);
    }
}
