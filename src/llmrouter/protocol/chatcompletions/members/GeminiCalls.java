package llmrouter.protocol.chatcompletions.members;

import llmrouter.json.Json;
import llmrouter.text.Letters;

/// What Gemini requires of calls in the history. Since version 3 it refuses a step whose first call has no
/// `extra_content.google.thought_signature`. For calls that another model made, Google documents a value that passes
/// ("Thought signatures", ai.google.dev).
public final class GeminiCalls {
    /// The member that has the signature.
    public static final String EXTRA = "extra_content";
    /// The signature, in `EXTRA.google`.
    public static final String SIGNATURE = "thought_signature";
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private GeminiCalls() {}

    /// Whether a model requires signatures of calls.
    ///
    /// @param model id on the wire, possibly with a vendor's prefix or suffix
    public static boolean mustBeSigned(String model) {
        String id = Letters.lower(model);
        int at = id.indexOf("gemini");
        if (at < 0) return false;
        int digit = at + "gemini-".length();
        if (digit >= id.length() || id.charAt(digit) < '0' || id.charAt(digit) > '9') return true;
        boolean oneDigit = digit + 1 >= id.length() || id.charAt(digit + 1) < '0' || id.charAt(digit + 1) > '9';
        return !oneDigit || id.charAt(digit) >= '3';
    }

    /// Gives the first call of a step the documented value if it has no signature.
    ///
    /// @return whether it had none
    public static boolean sign(Json.Arr calls) {
        if (calls.size() == 0 || !(calls.items().getFirst() instanceof Json.Obj call) || signed(call)) return false;
        Json.Obj extra = call.object(EXTRA) == null ? Json.object() : call.object(EXTRA);
        Json.Obj google = extra.object("google") == null ? Json.object() : extra.object("google");
        call.put(EXTRA, extra.put("google", google.put(SIGNATURE, UNSIGNED)));
        return true;
    }

    private static boolean signed(Json.Obj call) {
        return call.object(EXTRA) instanceof Json.Obj extra && extra.object("google") instanceof Json.Obj google
            && google.text(SIGNATURE) instanceof String signature && !signature.isEmpty();
    }
}
